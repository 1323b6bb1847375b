package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// sheet is a style sheet within a script: a template literal that begins with a line
// break. Its line breaks mean nothing.
var sheet = regexp.MustCompile("`\n[^`]*`")

// minify makes a script or a style sheet shorter without changing what it does,
// so that sources can be written to be read.
func minify(name string, content []byte) ([]byte, error) {
	content = sheet.ReplaceAllFunc(content, func(found []byte) []byte { return bytes.ReplaceAll(found, []byte("\n"), nil) })
	loader := api.LoaderJS
	if strings.HasSuffix(name, ".css") {
		loader = api.LoaderCSS
	}
	result := api.Transform(string(content), api.TransformOptions{
		Loader:            loader,
		Sourcefile:        name,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
	})
	for _, fault := range result.Errors {
		at := fault.Location
		return nil, fmt.Errorf("%s:%d:%d: %s", at.File, at.Line, at.Column+1, fault.Text)
	}
	return result.Code, nil
}
