package store

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"syscall/js"

	"objectioncoach/app/page"
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
		err = s.atOnce("readwrite", func(in atOnce) error {
			if err := in.under(s.vault); err != nil {
				return err
			}
			in.setVault(after)
			return nil
		})
	} else {
		err = s.rewrite(secret, key, after)
	}
	if err == nil {
		s.vault, s.key = after, key
		s.announce(News{All: true})
	}
	return err
}

// rewrite encrypts every record, or decrypts every one, and sets the vault, in one
// transaction. No encryption can be waited for within one, so all is made ready before
// it, and it fails where another tab has written meanwhile.
func (s *shelf) rewrite(secret []byte, key js.Value, after string) error {
	opening, err := keyOf(secret)
	if err != nil {
		return failure(err)
	}
	var parts []part
	seen := map[string]uint64{}
	var all []Change
	for span := js.Null(); ; {
		some, err := s.ask(span, partSize).wait()
		if err != nil {
			return failure(err)
		}
		var block []byte
		for i, raw := range openedWith(opening, some.Block) {
			if raw == nil {
				return &Failure{Why: Unreadable, IDs: []string{some.IDs[i]}}
			}
			id := strings.Clone(some.IDs[i])
			seen[id], all = tokenOf(some.Raws[i]), append(all, Change{ID: id})
			block = casebook.AppendBlock(block, id, raw)
		}
		if len(block) > 0 {
			next, err := partOf(key, block)
			if err != nil {
				return err
			}
			parts = append(parts, next)
		}
		if len(some.IDs) < partSize {
			break
		}
		span = js.Global().Get("IDBKeyRange").Call("lowerBound", some.last, true)
		page.Turn()
	}
	known := s.tokens
	s.tokens = seen
	err = s.atOnce("readwrite", func(in atOnce) error {
		if err := in.under(s.vault); err != nil {
			return err
		}
		switch n, err := newRequest(in.cases.Call("count")).wait(); {
		case err != nil:
			return err
		case n.Int() != len(all):
			return &Failure{Why: Changed}
		}
		if err := s.unchanged(in.cases, all); err != nil {
			return err
		}
		in.setVault(after)
		in.blocks.Call("clear") // which hold the records as they were
		in.fresh.Call("clear")
		return in.putMany(parts, func(int) bool { return true })
	})
	if err != nil {
		s.tokens = known
		return err
	}
	for i, change := range all {
		s.tokens[change.ID] = parts[i/partSize].tokens[i%partSize]
	}
	return nil
}

// setVault puts another vault in the place of the one there is, or none.
func (in atOnce) setVault(after string) {
	if after == "" {
		in.settings.Call("delete", vaultKey)
		return
	}
	in.settings.Call("put", after, vaultKey)
}

// opened gives records in the clear; nil for one that cannot be opened.
func (s *shelf) opened(list []record) [][]byte {
	var block casebook.Block
	for _, r := range list {
		block.IDs, block.Raws = append(block.IDs, r.id), append(block.Raws, r.raw)
	}
	return openedWith(s.key, block)
}

// openedWith gives the records of a block in the clear; nil for one that cannot be opened.
func openedWith(key js.Value, block casebook.Block) [][]byte {
	plain := make([][]byte, len(block.IDs))
	var closed []byte
	var places []int
	for i, raw := range block.Raws {
		switch {
		case !isSealed(raw):
			plain[i] = raw
		case key.Truthy():
			closed, places = casebook.AppendBlock(closed, block.IDs[i], raw), append(places, i)
		}
	}
	if len(places) == 0 {
		return plain
	}
	open, err := wholly("open", key, closed)
	if err != nil {
		return plain
	}
	list, err := casebook.OpenBlock(open)
	if err != nil || len(list.Raws) != len(places) {
		return plain
	}
	for n, i := range places {
		if raw := list.Raws[n]; len(raw) > 0 {
			plain[i] = raw
		}
	}
	return plain
}

func isSealed(raw []byte) bool { return len(raw) > 0 && raw[0] == sealMark }

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
