package packs

import (
	"embed"
	"io/fs"
)

// The YAML and the labelled lines that the built-in packs are made from. They are
// megabytes: only a program that calls Sources carries them.
//
//go:embed base bank insurance sales securities service
var sources embed.FS

// Sources gives the folders that the built-in packs are made from, by name: what a
// pack outside this repository extends.
func Sources() fs.FS { return sources }
