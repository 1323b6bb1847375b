package studio

import (
	"encoding/json"
	"io/fs"
	"strings"
	"unicode/utf8"

	"objectioncoach/coach/message"
	"objectioncoach/coach/source"
)

// maxArchive bounds an archive of packs, in bytes.
const maxArchive = 64 << 20

// WriteArchive gives the YAML of some packs and of those they extend as one file: a JSON
// object from path to text, which whoever serves it compresses. Labelled lines are left
// out: they are many, and a pack can be written without them.
func WriteArchive(fsys fs.FS, ids ...string) ([]byte, error) {
	files := map[string]string{}
	var src source.Memory
	for _, id := range ids {
		read, err := src.Read(fsys, id)
		if err != nil {
			return nil, err
		}
		tops := map[string]bool{id: true}
		for _, entry := range read.Entries() {
			top, _, _ := strings.Cut(entry.File, "/")
			tops[top] = true
		}
		for top := range tops {
			of, err := filesOf(fsys, top)
			if err != nil {
				return nil, err
			}
			for name, text := range of {
				if strings.HasSuffix(name, ".yaml") {
					files[top+"/"+name] = text
				}
			}
		}
	}
	return json.Marshal(files) // in the order of paths
}

// ReadArchive gives the file system that WriteArchive wrote.
func ReadArchive(raw []byte) (fs.FS, error) {
	if len(raw) > maxArchive {
		return nil, message.New("archive-large", len(raw), maxArchive)
	}
	files := map[string]string{}
	if err := json.Unmarshal(raw, &files); err != nil {
		return nil, message.New("no-archive", err)
	}
	if len(files) == 0 {
		return nil, message.New("archive-empty")
	}
	for name, text := range files {
		if !fs.ValidPath(name) || !strings.HasSuffix(name, ".yaml") || !utf8.ValidString(text) || len(text) > source.MaxFile {
			return nil, message.New("archive-foreign", name)
		}
	}
	return folder(files), nil
}
