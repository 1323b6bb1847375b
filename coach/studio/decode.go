package studio

import (
	"strings"

	"objectioncoach/coach/message"
	"objectioncoach/coach/sheet"
	"objectioncoach/coach/source"
)

// FileEdit makes an edit of a file as it lies on a disk: UTF-8 with its mark or without,
// or GB 18030, which becomes UTF-8. It fails for a file that is too large, in another
// encoding, or no file of a pack.
func FileEdit(path string, raw []byte) (Edit, error) {
	limit := source.MaxFile
	if strings.HasSuffix(path, ".jsonl") {
		limit = source.MaxLines
	}
	if err := refusePath(path); err != nil {
		return Edit{}, err
	}
	if len(raw) > limit {
		return Edit{}, message.New("file-large", path, len(raw), limit)
	}
	if sheet.UTF16(raw) {
		return Edit{}, message.New("file-utf16", path)
	}
	raw = sheet.Unmarked(raw)
	text, ok := sheet.NewDecoder(raw).Text(raw)
	if !ok {
		return Edit{}, message.New("file-encoding", path)
	}
	return Edit{Path: path, Text: string(text)}, nil
}
