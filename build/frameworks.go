package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// frameworkPages makes the demo pages that use a framework, by their path in the site.
// The frameworks are not part of the project: libraries is the node_modules folder
// that has them, which `make frameworks` fills.
func frameworkPages(root, libraries string) (map[string][]byte, error) {
	files := map[string][]byte{}
	folder := filepath.Join(root, "web", "demo", "frameworks")
	for _, name := range []string{"vue", "react"} {
		page, err := os.ReadFile(filepath.Join(folder, name+".html"))
		if err != nil {
			return nil, err
		}
		result := api.Build(api.BuildOptions{
			EntryPoints:      []string{filepath.Join(folder, name+".js")},
			NodePaths:        []string{libraries},
			Bundle:           true,
			Format:           api.FormatESModule,
			Target:           api.ES2022,
			Charset:          api.CharsetUTF8,
			MinifyWhitespace: true,
			MinifySyntax:     true,
			Define: map[string]string{
				"process.env.NODE_ENV": `"production"`,
				"__VUE_OPTIONS_API__":  "false", "__VUE_PROD_DEVTOOLS__": "false", "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false",
			},
		})
		var problems []error
		for _, fault := range result.Errors {
			problems = append(problems, fmt.Errorf("%s.js: %s", name, fault.Text))
		}
		if err := errors.Join(problems...); err != nil {
			return nil, fmt.Errorf("%w\n(`make frameworks` fetches the libraries)", err)
		}
		files["demo/"+name+".html"], files["demo/"+name+".js"] = page, result.OutputFiles[0].Contents
	}
	return files, nil
}
