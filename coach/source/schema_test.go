package source

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// packSchema compiles the schema that editors are given.
func packSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := Schema()
	require.NoError(t, err)
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("pack.schema.json", parsed))
	schema, err := compiler.Compile("pack.schema.json")
	require.NoError(t, err)
	return schema
}

// validate holds a YAML file against the schema, as an editor does.
func validate(t *testing.T, schema *jsonschema.Schema, raw []byte) error {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON(raw)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	require.NoError(t, err)
	return schema.Validate(value)
}

// TestSchemaKnowsEveryPack holds every file of the built-in packs against the schema.
// Procedures are no part of a pack.
func TestSchemaKnowsEveryPack(t *testing.T) {
	schema := packSchema(t)
	fsys := os.DirFS("../packs")
	files := 0
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		if entry.IsDir() && name == "procedures" {
			return fs.SkipDir
		}
		if path.Ext(name) != ".yaml" {
			return nil
		}
		files++
		raw, err := fs.ReadFile(fsys, name)
		require.NoError(t, err)
		require.NoError(t, validate(t, schema, raw), name)
		return nil
	}))
	require.Greater(t, files, 100)
}

// TestSchemaHasEverySection holds that what a file may hold, the schema knows.
func TestSchemaHasEverySection(t *testing.T) {
	schema := packSchema(t)
	for _, section := range append(Sections(), "rules", "habits", "practices", "guards", "verdicts") {
		require.Contains(t, schema.Properties, section)
	}
}

// TestSchemaMarksMistakes holds that it says no where Read would.
func TestSchemaMarksMistakes(t *testing.T) {
	schema := packSchema(t)
	rule := "rules:\n- {id: P01, title: 保本, severity: must-not, why: 不保本, find: [{kind: phrase, words: [保本]}], rewrite: [{say: 会亏}], sources: [{document: 办法, year: 2026, confidence: confirmed}], review: '2027-06-30'}\n"
	require.NoError(t, validate(t, schema, []byte(rule)))
	for name, change := range map[string][2]string{
		"an unknown section":   {"rules:", "rulez:"},
		"an unknown key":       {"why:", "because:"},
		"an unknown rule":      {"P01", "P99"},
		"an unknown severity":  {"must-not", "forbidden"},
		"an unknown kind":      {"kind: phrase", "kind: word"},
		"a year in words":      {"2026", "\"2026年\""},
		"an unsure confidence": {"confirmed", "perhaps"},
		"no id":                {"id: P01, ", ""},
		"a cut text":           {"why: 不保本", "why: {en: it may fall, and did: yes}"},
		"words not in a list":  {"[保本]", "保本"},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := strings.Replace(rule, change[0], change[1], 1)
			require.NotEqual(t, rule, wrong)
			require.Error(t, validate(t, schema, []byte(wrong)))
		})
	}
}
