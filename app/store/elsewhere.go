//go:build !js

package store

// Open opens the store of this device, of which there is none outside a browser.
func Open() (Shelf, error) { return nil, &Failure{Why: Denied, Detail: "not in a browser"} }

// Erase takes the store off the device without opening it.
func Erase() error { return &Failure{Why: Denied, Detail: "not in a browser"} }
