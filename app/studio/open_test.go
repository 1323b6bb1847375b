package main

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// zipped packs files as an archive.
func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		f, err := z.Create(name)
		require.NoError(t, err)
		_, err = f.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestUnpackingFindsThePack(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		id    string
		want  []string // files of the pack
		other []string // files of packs beside it
		err   string
	}{
		{"a folder", map[string]string{"ours/pack.yaml": "pack: ours\n", "ours/scripts/a.yaml": "", "read.me": ""}, "ours", []string{"pack.yaml", "scripts/a.yaml"}, nil, ""},
		{"its content", map[string]string{"pack.yaml": "pack: \"ours\" # since May\n", "a.yaml": ""}, "ours", []string{"pack.yaml", "a.yaml"}, nil, ""},
		{"a folder of another name", map[string]string{"话术/pack.yaml": "pack: ours\n"}, "ours", []string{"pack.yaml"}, nil, ""},
		{"with the one below", map[string]string{"x/ours/pack.yaml": "pack: ours\nextends: south\n", "x/south/pack.yaml": "pack: south\n", "x/south/b.yaml": ""}, "ours", []string{"pack.yaml"}, []string{"south/pack.yaml", "south/b.yaml"}, ""},
		{"two apart", map[string]string{"east/pack.yaml": "pack: east\n", "west/pack.yaml": "pack: west\n"}, "", nil, nil, "several packs here: east, west"},
		{"a circle", map[string]string{"east/pack.yaml": "extends: west\n", "west/pack.yaml": "extends: east\n"}, "east", []string{"pack.yaml"}, []string{"west/pack.yaml"}, ""},
		{"on itself", map[string]string{"east/pack.yaml": "extends: east\n"}, "east", []string{"pack.yaml"}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := unpacking{say: true, files: map[string]string{}}
			require.NoError(t, u.take("packs.zip", zipped(t, c.files)))
			id, files, beside, err := u.pack()
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.id, id)
			require.ElementsMatch(t, c.want, keys(files))
			require.ElementsMatch(t, c.other, keys(beside))
		})
	}
}

func keys(files map[string]string) []string {
	var list []string
	for name := range files {
		list = append(list, name)
	}
	return list
}

func TestUnpackingRefuses(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"bank.pack", "anything", "compiled pack"},
		{"renamed.yaml", "OCPACK and more", "compiled pack"},
		{"a.txt", "text", "no file of a pack"},
		{"a.json", "{\n \"a\": }", "a.json:2:7: this is no archive"},
		{"a.json", "[]", "an object from path to text"},
		{"a.yaml", "\xff\xfea", "a.yaml:1:1: the file is UTF-16"},
		{"a.yaml", "cues:\n- id: \x80\xff", "a.yaml:2:7: the file is neither UTF-8 nor GB 18030"},
		{"a.zip", "PK\x03\x04 cut short", "a.zip cannot be unpacked"},
	} {
		u := unpacking{say: true, files: map[string]string{}}
		require.ErrorContains(t, u.take(c.name, []byte(c.content)), c.want, c.name)
		u = unpacking{files: map[string]string{}}
		require.NotContains(t, u.take(c.name, []byte(c.content)).Error(), c.want, "in Chinese it says otherwise")
	}
	u := unpacking{say: true, files: map[string]string{}}
	require.ErrorContains(t, u.take("a.zip", zipped(t, map[string]string{"a.yaml": strings.Repeat("#", 49<<20)})), "more than 48 MB")
}
