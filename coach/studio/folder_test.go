package studio_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/studio"
)

// folderOf gives a pack's files as a file system of their own.
func folderOf(id string, files map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[id+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// TestArchiveIsAFileSystem holds it to what every file system must do, but tell times.
func TestArchiveIsAFileSystem(t *testing.T) {
	fsys, err := studio.ReadArchive([]byte(`{"a/pack.yaml":"pack: a\n","a/b/c.yaml":"好","d.yaml":""}`))
	require.NoError(t, err)
	var names []string
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		names = append(names, name)
		return err
	}))
	require.Equal(t, []string{".", "a", "a/b", "a/b/c.yaml", "a/pack.yaml", "d.yaml"}, names)
	raw, err := fs.ReadFile(fsys, "a/b/c.yaml")
	require.NoError(t, err)
	require.Equal(t, "好", string(raw))
	for _, missing := range []string{"x", "a/b/c", "a/pack.yaml/b", ""} {
		_, err = fsys.Open(missing)
		require.ErrorIs(t, err, fs.ErrNotExist, missing)
	}
}
