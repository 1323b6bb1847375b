// Package packs holds the built-in packs: the compiled ones that programs load,
// and beside them the folders of YAML and labelled lines they are made from.
package packs

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"objectioncoach/coach/pack"
)

//go:embed *.pack *.lang *.rules
var compiled embed.FS

// Names lists the built-in packs.
func Names() []string {
	entries, _ := compiled.ReadDir(".") // an embedded folder can always be read
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".pack"); ok {
			names = append(names, name)
		}
	}
	return names
}

// Open gives a built-in pack by name, such as "bank", with every language it has and
// the rulebook that the built-in packs share.
func Open(name string) (*pack.Pack, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("there is no built-in pack %q; the built-in packs are %s", name, strings.Join(Names(), ", "))
	}
	file, err := compiled.ReadFile(name + ".pack")
	if err != nil {
		return nil, err
	}
	english, err := compiled.ReadFile(name + ".en.lang")
	if err != nil {
		return nil, err
	}
	rules, err := compiled.ReadFile("base.rules")
	if err != nil {
		return nil, err
	}
	return pack.Open(file, english, rules)
}
