package pack

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/blake2s"
)

// A signed pack is one file with everything that belongs to a pack, and a statement about
// it that its publisher signed:
//
//	6 bytes   "OCSIGN"
//	2 bytes   the version of this format, big-endian
//	uvarint   length of the statement, then the statement as JSON
//	32 bytes  the public key (Ed25519, RFC 8032)
//	64 bytes  the signature of all that stands before the key, behind signedFor
//	the rest  the files, one behind the other, in the order of the statement
const (
	signedMagic  = "OCSIGN"
	signedFormat = 1
	keyLength    = 32
	signLength   = 64

	// signedFor keeps a signature from being taken for one of something else.
	signedFor = "Objection Coach signed pack\n"
)

// Bounds of a signed pack.
const (
	maxStatement = 256 << 10 // bytes
	maxSigned    = 64 << 20  // bytes
	maxFiles     = 16
)

// Statement is what a publisher says of a pack, and signs.
type Statement struct {
	Pack string `json:"pack"`
	// Version counts what was published: a greater one replaces a lesser one.
	Version int `json:"version"`
	// From and Until are the first and the last day on which the pack may be used, such
	// as 2026-12-01; "" sets no bound.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
	// Changes say what is new since the version before, in words.
	Changes []string `json:"changes,omitempty"`
	// Back is the version whose content is published again, 0 where it is new.
	Back  int          `json:"back,omitempty"`
	Files []SignedFile `json:"files"`
}

// SignedFile names a file of a signed pack.
type SignedFile struct {
	Name string `json:"name"` // such as bank.pack
	Size int    `json:"size"` // bytes
	Hash string `json:"hash"` // BLAKE2s-256, in hexadecimal
}

// Unsigned is a pack that is to be signed.
type Unsigned struct {
	statement []byte
	files     []byte
}

// Prepare makes ready for signing the files of a pack, each by its name, which are
// described in the statement; what the statement said of files before does not count.
// It fails for a statement that Opened would not take.
func Prepare(s Statement, files map[string][]byte) (*Unsigned, error) {
	s.Files = nil
	u := &Unsigned{}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.SortFunc(names, byEnding)
	for _, name := range names {
		sum := blake2s.Sum256(files[name])
		s.Files = append(s.Files, SignedFile{name, len(files[name]), hex.EncodeToString(sum[:])})
		u.files = append(u.files, files[name]...)
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	u.statement = []byte(signedMagic)
	u.statement = binary.BigEndian.AppendUint16(u.statement, signedFormat)
	u.statement = binary.AppendUvarint(u.statement, uint64(len(text)))
	u.statement = append(u.statement, text...)
	return u, nil
}

// byEnding puts the pack itself before what belongs to it.
func byEnding(a, b string) int {
	pack := func(name string) int {
		if strings.HasSuffix(name, ".pack") {
			return 0
		}
		return 1
	}
	if pack(a) != pack(b) {
		return pack(a) - pack(b)
	}
	return strings.Compare(a, b)
}

// check reports what is wrong with a statement.
func (s Statement) check() error {
	switch {
	case s.Pack == "":
		return errors.New("the statement names no pack")
	case s.Version < 1:
		return fmt.Errorf("the version is %d: versions count from 1", s.Version)
	case s.Back < 0 || s.Back >= s.Version:
		return fmt.Errorf("version %d cannot go back to version %d", s.Version, s.Back)
	case !isDay(s.From) || !isDay(s.Until):
		return errors.New("a day of the statement is none: write it as 2026-12-01")
	case s.From != "" && s.Until != "" && s.Until < s.From:
		return fmt.Errorf("the pack would end on %s, before it begins on %s", s.Until, s.From)
	case len(s.Files) == 0 || len(s.Files) > maxFiles || !strings.HasSuffix(s.Files[0].Name, ".pack"):
		return errors.New("a signed pack holds a .pack file and what belongs to it")
	}
	return nil
}

// isDay reports whether a text is a day such as 2026-12-01, or empty.
func isDay(day string) bool {
	if day == "" {
		return true
	}
	if len(day) != 10 || day[4] != '-' || day[7] != '-' {
		return false
	}
	for i := range day {
		if i != 4 && i != 7 && (day[i] < '0' || day[i] > '9') {
			return false
		}
	}
	return day[5:7] >= "01" && day[5:7] <= "12" && day[8:] >= "01" && day[8:] <= "31"
}

// Message is what is to be signed with Ed25519.
func (u *Unsigned) Message() []byte { return append([]byte(signedFor), u.statement...) }

// Sealed gives the signed file. Whether the signature is right it does not know.
func (u *Unsigned) Sealed(key, signature []byte) ([]byte, error) {
	if len(key) != keyLength || len(signature) != signLength {
		return nil, fmt.Errorf("a key has %d bytes and a signature %d; these have %d and %d", keyLength, signLength, len(key), len(signature))
	}
	return slices.Concat(u.statement, key, signature, u.files), nil
}

// Signed is a signed pack that was read, whose files are those its statement names. Its
// signature was not verified yet: that is Trust.Admit.
type Signed struct {
	Statement Statement
	Key       []byte            // the public key it says it was signed with
	Signature []byte            // of Message
	Message   []byte            // what was signed
	Files     map[string][]byte // by name
}

// ReadSigned takes a signed file apart. It fails where the file is damaged.
func ReadSigned(file []byte) (*Signed, error) {
	switch head := len(signedMagic) + 2; {
	case len(file) < head || string(file[:len(signedMagic)]) != signedMagic:
		return nil, errors.New("this is not a signed pack of Objection Coach")
	case len(file) > maxSigned:
		return nil, fmt.Errorf("the signed pack has %d bytes, and may have %d", len(file), maxSigned)
	case binary.BigEndian.Uint16(file[len(signedMagic):]) != signedFormat:
		return nil, fmt.Errorf("the signed pack has format %d and this engine reads format %d", binary.BigEndian.Uint16(file[len(signedMagic):]), signedFormat)
	}
	rest := file[len(signedMagic)+2:]
	length, n := binary.Uvarint(rest)
	if n <= 0 || length > maxStatement || int(length)+n+keyLength+signLength > len(rest) {
		return nil, errCutOff
	}
	end := len(file) - len(rest) + n + int(length)
	s := &Signed{Message: append([]byte(signedFor), file[:end]...), Key: file[end : end+keyLength], Signature: file[end+keyLength : end+keyLength+signLength], Files: map[string][]byte{}}
	if err := json.Unmarshal(rest[n:n+int(length)], &s.Statement); err != nil {
		return nil, fmt.Errorf("the statement of the signed pack cannot be read: %w", err)
	}
	if err := s.Statement.check(); err != nil {
		return nil, err
	}
	return s, s.take(file[end+keyLength+signLength:])
}

var errCutOff = errors.New("the signed pack is damaged or cut off")

// take parts the files, and holds them against their hashes.
func (s *Signed) take(rest []byte) error {
	for _, f := range s.Statement.Files {
		if f.Size < 0 || f.Size > len(rest) {
			return errCutOff
		}
		content := rest[:f.Size]
		rest = rest[f.Size:]
		if sum := blake2s.Sum256(content); hex.EncodeToString(sum[:]) != f.Hash {
			return fmt.Errorf("the signed pack is damaged: %s is not what was signed", f.Name)
		}
		if _, twice := s.Files[f.Name]; twice {
			return fmt.Errorf("the signed pack holds %s twice", f.Name)
		}
		s.Files[f.Name] = content
	}
	if len(rest) > 0 {
		return errCutOff
	}
	return nil
}

// Trust says which signed packs are taken.
type Trust struct {
	// Keys are the public keys that are accepted; none accepts any.
	Keys [][]byte
	// Today is the day, such as 2026-12-01, for packs that are valid for a time; "" asks
	// no pack for it.
	Today string
	// Least is the least version that is taken: that of the pack in use.
	Least int
	// Verify reports whether a signature of a message by a key is right (Ed25519): the
	// standard library's own, or what a browser said beforehand.
	Verify func(key, message, signature []byte) bool
}

// Admit reports why a signed pack is not to be used; nil where it may.
func (t Trust) Admit(s *Signed) error {
	accepted := func(key []byte) bool { return bytes.Equal(key, s.Key) }
	switch {
	case len(t.Keys) > 0 && !slices.ContainsFunc(t.Keys, accepted):
		return fmt.Errorf("the pack was signed with the key %x, which is not accepted here", s.Key)
	case t.Verify == nil || !t.Verify(s.Key, s.Message, s.Signature):
		return errors.New("the signature of the pack is wrong: it was changed after it was signed, or not signed with this key")
	case t.Today != "" && s.Statement.From != "" && t.Today < s.Statement.From:
		return fmt.Errorf("the pack is valid from %s on, and today is %s", s.Statement.From, t.Today)
	case t.Today != "" && s.Statement.Until != "" && t.Today > s.Statement.Until:
		return fmt.Errorf("the pack was valid until %s, and today is %s", s.Statement.Until, t.Today)
	case s.Statement.Version < t.Least:
		return fmt.Errorf("the pack is version %d, and version %d is in use: to go back, publish the old content as a new version", s.Statement.Version, t.Least)
	}
	return nil
}

// OpenSigned reads a signed pack that may be used, with all that belongs to it.
func OpenSigned(file []byte, t Trust) (*Pack, Statement, error) {
	s, err := ReadSigned(file)
	if err != nil {
		return nil, Statement{}, err
	}
	if err := t.Admit(s); err != nil {
		return nil, s.Statement, err
	}
	var main []byte
	var more [][]byte
	for i, f := range s.Statement.Files {
		if i == 0 {
			main = s.Files[f.Name]
		} else {
			more = append(more, s.Files[f.Name])
		}
	}
	p, err := Open(main, more...)
	if err != nil {
		return nil, s.Statement, err
	}
	if p.ID != s.Statement.Pack {
		return nil, s.Statement, fmt.Errorf("the statement is about the pack %q, and the file holds %q", s.Statement.Pack, p.ID)
	}
	return p, s.Statement, nil
}
