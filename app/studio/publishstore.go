package main

import (
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"objectioncoach/app/page"
	"objectioncoach/coach/message"
)

// What is published is kept in a database of its own: the key under ownKey in "keys", a
// record for each version in "versions".
const (
	publishingDatabase = "objection-coach-publishing"
	ownKey             = "own"
)

// key signs. Its private half cannot be read by anyone, this program included.
type key struct {
	public  []byte
	private app.Value // a CryptoKey that cannot be taken out
}

// String gives the public key as widgets are told it.
func (k *key) String() string { return hex.EncodeToString(k.public) }

// issued is a version that was published here.
type issued struct {
	version int
	at      int64 // milliseconds since 1970
	from    string
	until   string
	back    int
	changes []string
	file    app.Value // Uint8Array
}

// settled waits for a request to the database.
func settled(request app.Value, done func(app.Value, error)) {
	request.Set("onsuccess", app.FuncOf(func(app.Value, []app.Value) any {
		done(request.Get("result"), nil)
		return nil
	}))
	request.Set("onerror", app.FuncOf(func(app.Value, []app.Value) any {
		done(nil, errors.New(request.Get("error").Get("message").String()))
		return nil
	}))
}

// withStore opens a store of the database and gives it, in a transaction of its own.
func withStore(name, mode string, use func(store app.Value, err error)) {
	factory := app.Window().Get("indexedDB")
	if !factory.Truthy() {
		use(nil, message.New("keeps-nothing"))
		return
	}
	opening := factory.Call("open", publishingDatabase, 1)
	opening.Set("onupgradeneeded", app.FuncOf(func(app.Value, []app.Value) any {
		opening.Get("result").Call("createObjectStore", "keys")
		opening.Get("result").Call("createObjectStore", "versions")
		return nil
	}))
	settled(opening, func(database app.Value, err error) {
		if err != nil {
			use(nil, err)
			return
		}
		transaction := database.Call("transaction", name, mode)
		ended := app.FuncOf(func(app.Value, []app.Value) any {
			database.Call("close")
			return nil
		})
		for _, event := range []string{"oncomplete", "onabort"} {
			transaction.Set(event, ended)
		}
		use(transaction.Call("objectStore", name), nil)
	})
}

// loadKey gives the key of this device; nil where none was made.
func loadKey(done func(*key, error)) {
	withStore("keys", "readonly", func(store app.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		settled(store.Call("get", ownKey), func(record app.Value, err error) {
			if err != nil || !record.Truthy() {
				done(nil, err)
				return
			}
			done(&key{page.Bytes(record.Get("public")), record.Get("private")}, nil)
		})
	})
}

// subtle is the browser's cryptography; nothing on pages that are not secure.
func subtle() app.Value { return app.Window().Get("crypto").Get("subtle") }

// makeKey makes the key of this device and keeps it. Its private half never leaves the
// browser.
func makeKey(done func(*key, error)) {
	if !subtle().Truthy() {
		done(nil, noCrypto())
		return
	}
	failed := func(reason string) { done(nil, errors.New(reason)) }
	page.Settle(subtle().Call("generateKey", "Ed25519", false, []any{"sign", "verify"}), func(pair app.Value) {
		page.Settle(subtle().Call("exportKey", "raw", pair.Get("publicKey")), func(buffer app.Value) {
			raw := app.Window().Get("Uint8Array").New(buffer)
			record := app.Window().Get("Object").New()
			record.Set("public", raw)
			record.Set("private", pair.Get("privateKey"))
			withStore("keys", "readwrite", func(store app.Value, err error) {
				if err != nil {
					done(nil, err)
					return
				}
				settled(store.Call("add", record, ownKey), func(_ app.Value, err error) {
					if err != nil {
						done(nil, err) // another tab was first: its key holds
						return
					}
					done(&key{page.Bytes(raw), pair.Get("privateKey")}, nil)
				})
			})
		}, failed)
	}, failed)
}

// verify tells whether a signature of a message by a public key is right.
func verify(public, signature, message []byte, done func(right bool, err error)) {
	if !subtle().Truthy() {
		done(false, noCrypto())
		return
	}
	failed := func(reason string) { done(false, errors.New(reason)) }
	page.Settle(subtle().Call("importKey", "raw", arrayOf(public), "Ed25519", false, []any{"verify"}), func(key app.Value) {
		page.Settle(subtle().Call("verify", "Ed25519", key, arrayOf(signature), arrayOf(message)), func(right app.Value) {
			done(right.Bool(), nil)
		}, failed)
	}, failed)
}

func noCrypto() error { return message.New("no-crypto") }

// sign signs a message with the key of this device.
func (k *key) sign(message []byte, done func(signature app.Value, err error)) {
	page.Settle(subtle().Call("sign", "Ed25519", k.private, arrayOf(message)), func(buffer app.Value) {
		done(app.Window().Get("Uint8Array").New(buffer), nil)
	}, func(reason string) { done(nil, errors.New(reason)) })
}

// versionKey names the record of a version; its order is that of versions.
func versionKey(pack string, version int) string { return fmt.Sprintf("%s %08d", pack, version) }

// keepVersion keeps a version that was published. It fails for one that is there already:
// two tabs must not give the same number to different contents.
func keepVersion(pack string, v issued, done func(error)) {
	record := app.Window().Get("Object").New()
	for name, value := range map[string]any{"version": v.version, "at": v.at, "from": v.from, "until": v.until, "back": v.back, "changes": text(v.changes), "file": v.file} {
		record.Set(name, value)
	}
	withStore("versions", "readwrite", func(store app.Value, err error) {
		if err != nil {
			done(err)
			return
		}
		settled(store.Call("add", record, versionKey(pack, v.version)), func(_ app.Value, err error) { done(err) })
	})
}

// loadVersions gives the versions of a pack that were published here, the oldest first.
func loadVersions(pack string, done func([]issued, error)) {
	withStore("versions", "readonly", func(store app.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		of := app.Window().Get("IDBKeyRange").Call("bound", pack+" ", pack+" ~")
		settled(store.Call("getAll", of), func(records app.Value, err error) {
			if err != nil {
				done(nil, err)
				return
			}
			var list []issued
			for i := range records.Length() {
				list = append(list, issuedOf(records.Index(i)))
			}
			done(list, nil)
		})
	})
}
