package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"syscall/js"

	"github.com/hack-pad/go-indexeddb/idb"

	"objectioncoach/coach/casebook"
)

// sealMark begins a record that is sealed: it is followed by the nonce, then what
// AES-GCM makes of the record, with its id as the additional data.
const sealMark = 'S'

const (
	nonceLength = 12
	keyLength   = 32
	saltLength  = 16
)

// vault is what is stored of a passphrase: the key of the records, itself encrypted
// with a key that PBKDF2 makes of the passphrase. To change the passphrase is to
// encrypt that one key anew.
type vault struct {
	Rounds int    `json:"rounds"`
	Salt   string `json:"salt"`
	Nonce  string `json:"nonce"`
	Key    string `json:"key"`
}

func (s *shelf) Protected() bool { return s.vault != "" }

func (s *shelf) Locked() bool { return s.vault != "" && !s.key.Truthy() }

func (s *shelf) Unlock(passphrase string) error {
	if err := s.readSettings(); err != nil || s.vault == "" {
		return err
	}
	key, err := s.secret(passphrase)
	if err == nil {
		s.key, err = keyOf(key)
	}
	return wrap(err)
}

// secret opens the vault: it gives the key of the records as bytes.
func (s *shelf) secret(passphrase string) ([]byte, error) {
	var v vault
	if err := json.Unmarshal([]byte(s.vault), &v); err != nil || v.Rounds < 1 || len(unbase(v.Salt)) != saltLength || len(unbase(v.Nonce)) != nonceLength {
		return nil, &Failure{Why: Corrupt, Detail: "the record of the passphrase"}
	}
	lock, err := keyFrom(passphrase, unbase(v.Salt), v.Rounds)
	if err != nil {
		return nil, err
	}
	key, err := decrypt(lock, unbase(v.Nonce), unbase(v.Key), vaultKey)
	if err != nil {
		return nil, &Failure{Why: Wrong}
	}
	return key, nil
}

// vaultFor makes a vault in which a key lies behind a passphrase.
func vaultFor(passphrase string, key []byte) (string, error) {
	salt, nonce := random(saltLength), random(nonceLength)
	lock, err := keyFrom(passphrase, salt, Rounds)
	if err != nil {
		return "", err
	}
	sealed, err := encrypt(lock, nonce, key, vaultKey)
	if err != nil {
		return "", err
	}
	written, err := json.Marshal(vault{Rounds, base(salt), base(nonce), base(sealed)})
	return string(written), err
}

func (s *shelf) SetPassphrase(now, next string) error {
	if !js.Global().Get("crypto").Get("subtle").Truthy() {
		return &Failure{Why: Insecure}
	}
	if err := s.readSettings(); err != nil {
		return err
	}
	secret := random(keyLength)
	if s.vault != "" {
		var err error
		if secret, err = s.secret(now); err != nil {
			return wrap(err)
		}
	}
	before, key := s.vault, js.Undefined()
	after := ""
	var err error
	if next != "" {
		if after, err = vaultFor(next, secret); err == nil {
			key, err = keyOf(secret)
		}
	}
	if err != nil {
		return wrap(err)
	}
	if before != "" && next != "" {
		err = s.transaction(idb.TransactionReadWrite, func(in stores) error { return s.swap(in.settings, after) })
	} else {
		err = s.rewrite(secret, key, after)
	}
	if err == nil {
		s.vault, s.key = after, key
		s.announce(News{All: true})
	}
	return err
}

// swap puts another vault in the place of the one that is known.
func (s *shelf) swap(o *idb.ObjectStore, after string) error {
	if err := s.current(o); err != nil {
		return err
	}
	var err error
	if after == "" {
		_, err = o.Delete(js.ValueOf(vaultKey))
	} else {
		_, err = o.PutKey(js.ValueOf(vaultKey), js.ValueOf(after))
	}
	return err
}

// rewrite encrypts every record, or decrypts every one, and sets the vault, in one
// transaction. No encryption can be waited for within one, so all is made ready before
// it, and it fails where another tab has written meanwhile.
func (s *shelf) rewrite(secret []byte, key js.Value, after string) error {
	everything, err := s.ask(js.Null(), 1<<30).wait()
	if err != nil {
		return failure(err)
	}
	old := everything.records()
	opening, err := keyOf(secret)
	if err != nil {
		return failure(err)
	}
	next := make([]record, len(old))
	for i, plain := range opened(opening, old) {
		if plain.err != nil {
			return &Failure{Why: Unreadable, IDs: []string{old[i].id}}
		}
		next[i] = record{old[i].id, plain.raw}
	}
	if next, err = sealed(key, next); err != nil {
		return err
	}
	ids := make([]string, len(old))
	seen := map[string]uint64{}
	changes := make([]Change, len(old))
	for i, r := range old {
		ids[i], seen[r.id] = r.id, tokenOf(r.raw)
	}
	known := s.tokens
	s.tokens = seen
	err = s.transaction(idb.TransactionReadWrite, func(in stores) error {
		counting, err := in.cases.Count()
		if err != nil {
			return err
		}
		switch n, err := counting.Await(context.Background()); {
		case err != nil:
			return err
		case int(n) != len(old):
			return &Failure{Why: Changed}
		}
		if err := s.unchanged(in.cases, changes, ids); err != nil {
			return err
		}
		if err := s.swap(in.settings, after); err != nil {
			return err
		}
		if err := clearAll(in.blocks, in.fresh); err != nil { // which hold the records as they were
			return err
		}
		return put(in.cases, next)
	})
	if err != nil {
		s.tokens = known
		return err
	}
	for _, r := range next {
		s.tokens[r.id] = tokenOf(r.raw)
	}
	return nil
}

// plainly is a record in the clear, or why it is not.
type plainly struct {
	raw []byte
	err error
}

// opened gives records in the clear, with the key that sealed those that are.
func opened(key js.Value, list []record) []plainly {
	plain := make([]plainly, len(list))
	var waiting []js.Value
	var places []int
	for i, r := range list {
		switch {
		case !isSealed(r.raw):
			plain[i].raw = r.raw
		case len(r.raw) <= nonceLength || !key.Truthy():
			plain[i].err = casebook.ErrSpoilt
		default:
			waiting, places = append(waiting, subtle("decrypt", key, r.raw[1:1+nonceLength], r.raw[1+nonceLength:], r.id)), append(places, i)
		}
	}
	for n, made := range settleAll(waiting) {
		if plain[places[n]].raw = made; made == nil {
			plain[places[n]].err = casebook.ErrSpoilt
		}
	}
	return plain
}

func isSealed(raw []byte) bool { return len(raw) > 0 && raw[0] == sealMark }

// sealed encrypts records where there is a key; nil ones stay.
func sealed(key js.Value, list []record) ([]record, error) {
	if !key.Truthy() {
		return list, nil
	}
	out := make([]record, len(list))
	var waiting []js.Value
	var places []int
	nonces := make([][]byte, len(list))
	for i, r := range list {
		if out[i].id = r.id; r.raw != nil {
			nonces[i] = random(nonceLength)
			waiting, places = append(waiting, subtle("encrypt", key, nonces[i], r.raw, r.id)), append(places, i)
		}
	}
	for n, made := range settleAll(waiting) {
		if made == nil {
			return nil, &Failure{Why: Broken, Detail: "encryption failed"}
		}
		i := places[n]
		out[i].raw = append(append([]byte{sealMark}, nonces[i]...), made...)
	}
	return out, nil
}

// settleAll waits for promises of buffers, all at once; nil for one that failed.
func settleAll(promises []js.Value) [][]byte {
	list := js.Global().Get("Array").New()
	for _, promise := range promises {
		list.Call("push", promise)
	}
	out := make([][]byte, len(promises))
	ends, err := settle(js.Global().Get("Promise").Call("allSettled", list))
	if err != nil {
		return out
	}
	for i := range out {
		if buffer := ends.Index(i).Get("value"); buffer.Truthy() {
			out[i] = bytes(js.Global().Get("Uint8Array").New(buffer))
		}
	}
	return out
}

// keyFrom makes a key of a passphrase.
func keyFrom(passphrase string, salt []byte, rounds int) (js.Value, error) {
	crypto := js.Global().Get("crypto").Get("subtle")
	if !crypto.Truthy() {
		return js.Undefined(), &Failure{Why: Insecure}
	}
	base, err := settle(crypto.Call("importKey", "raw", array([]byte(passphrase)), "PBKDF2", false, []any{"deriveKey"}))
	if err != nil {
		return base, err
	}
	return settle(crypto.Call("deriveKey",
		map[string]any{"name": "PBKDF2", "hash": "SHA-256", "salt": array(salt), "iterations": rounds},
		base, map[string]any{"name": "AES-GCM", "length": keyLength * 8}, false, []any{"encrypt", "decrypt"}))
}

// keyOf makes a key of its bytes, which nobody can take out of it again.
func keyOf(secret []byte) (js.Value, error) {
	return settle(js.Global().Get("crypto").Get("subtle").Call("importKey", "raw", array(secret), "AES-GCM", false, []any{"encrypt", "decrypt"}))
}

// subtle begins to encrypt or decrypt.
func subtle(verb string, key js.Value, nonce, data []byte, name string) js.Value {
	return js.Global().Get("crypto").Get("subtle").Call(verb,
		map[string]any{"name": "AES-GCM", "iv": array(nonce), "additionalData": array([]byte(name))}, key, array(data))
}

func settled(promise js.Value) ([]byte, error) {
	buffer, err := settle(promise)
	if err != nil {
		return nil, err
	}
	return bytes(js.Global().Get("Uint8Array").New(buffer)), nil
}

func encrypt(key js.Value, nonce, data []byte, name string) ([]byte, error) {
	return settled(subtle("encrypt", key, nonce, data, name))
}

func decrypt(key js.Value, nonce, data []byte, name string) ([]byte, error) {
	return settled(subtle("decrypt", key, nonce, data, name))
}

func random(n int) []byte {
	v := js.Global().Get("Uint8Array").New(n)
	js.Global().Get("crypto").Call("getRandomValues", v)
	return bytes(v)
}

func base(raw []byte) string { return base64.StdEncoding.EncodeToString(raw) }

// unbase reads what base wrote; of anything else it makes what opens nothing.
func unbase(s string) []byte {
	raw, _ := base64.StdEncoding.DecodeString(s)
	return raw
}
