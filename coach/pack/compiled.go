package pack

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/blake2s"

	"objectioncoach/coach/classify"
)

// A compiled pack is one file, each further language another, and the rulebook a
// third:
//
//	6 bytes   "OCPACK", "OCLANG" for a language, or "OCRULE" for a rulebook
//	2 bytes   the format version, big-endian
//	2 bytes   the least version of the engine that can use it, big-endian
//	32 bytes  BLAKE2s-256 of all that follows
//	uvarint   length of the knowledge, then the knowledge as JSON
//	the rest  the model, which a language may lack (see classify.Model.Encode)
//
// The pack itself holds texts in DefaultLocale only. A language holds the texts of
// one other locale in the order in which they stand in the pack.
const (
	packMagic     = "OCPACK"
	languageMagic = "OCLANG"

	// Format is the version of the compiled format that this engine reads and
	// writes.
	Format = 3
	// Engine is the version of what the engine does with a pack. It is raised when a
	// pack may hold what an older engine would pass over.
	Engine = 3

	headLength = len(packMagic) + 2 + 2 + blake2s.Size
)

// Compile gives the pack as one compact file, in DefaultLocale. The same pack gives
// the same bytes.
func (p *Pack) Compile() ([]byte, error) {
	if p.Model == nil {
		return nil, fmt.Errorf("the pack %q has no model yet: train it first", p.ID)
	}
	plain, err := p.inDefaultLocale()
	if err != nil {
		return nil, err
	}
	return seal(packMagic, plain, p.Model)
}

// CompileLanguage gives what the pack knows in a further locale: the texts it has
// there, and for "en" the model for English. The file belongs to what Compile
// gives, and to no other.
func (p *Pack) CompileLanguage(locale string) ([]byte, error) {
	main, err := p.Compile()
	if err != nil {
		return nil, err
	}
	l := language{Pack: p.ID, Locale: locale, Hash: hashText(main)}
	p.eachText(func(t Text) Text {
		l.Texts = append(l.Texts, t[locale])
		return t
	})
	var model *classify.Model
	if locale == English {
		model = p.English
	}
	return seal(languageMagic, l, model)
}

// seal puts knowledge and a model into a file.
func seal(magic string, knowledge any, model *classify.Model) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(knowledge); err != nil {
		return nil, fmt.Errorf("the pack cannot be written: %w", err)
	}
	var body []byte
	body = binary.AppendUvarint(body, uint64(text.Len()))
	body = append(body, text.Bytes()...)
	if model != nil {
		body = append(body, model.Encode()...)
	}
	sum := blake2s.Sum256(body)
	file := []byte(magic)
	file = binary.BigEndian.AppendUint16(file, Format)
	file = binary.BigEndian.AppendUint16(file, Engine)
	file = append(file, sum[:]...)
	return append(file, body...), nil
}

// unseal takes a file apart.
func unseal(magic, what string, file []byte) (knowledge, model []byte, err error) {
	if len(file) < headLength || string(file[:len(magic)]) != magic {
		return nil, nil, fmt.Errorf("this is not a compiled %s of Objection Coach", what)
	}
	head := file[len(magic):]
	if format := binary.BigEndian.Uint16(head); format != Format {
		return nil, nil, fmt.Errorf("the %s has format %d and this engine reads format %d: compile the pack again with the matching version", what, format, Format)
	}
	if engine := binary.BigEndian.Uint16(head[2:]); engine > Engine {
		return nil, nil, fmt.Errorf("the %s needs version %d of the engine and this is version %d: update the coach", what, engine, Engine)
	}
	body := file[headLength:]
	if sum := blake2s.Sum256(body); !bytes.Equal(sum[:], hashOf(file)) {
		return nil, nil, fmt.Errorf("the %s is damaged or cut off: its content does not match its hash", what)
	}
	length, n := binary.Uvarint(body)
	if n <= 0 || length > uint64(len(body)-n) {
		return nil, nil, fmt.Errorf("the %s is damaged: the length of its knowledge is wrong", what)
	}
	end := n + int(length)
	return body[n:end], body[end:], nil
}

// hashOf gives the hash that the head of a file names.
func hashOf(file []byte) []byte { return file[headLength-blake2s.Size : headLength] }

// hashText is hashOf in hexadecimal.
func hashText(file []byte) string { return hex.EncodeToString(hashOf(file)) }

// Open reads a compiled pack, and the languages and the rulebook that belong to it. A file that is
// cut off, altered, of another format or no pack at all gives an error that says
// so.
func Open(file []byte, more ...[]byte) (*Pack, error) {
	knowledge, model, err := unseal(packMagic, "pack", file)
	if err != nil {
		return nil, err
	}
	p := &Pack{Hash: hashText(file)}
	if err := json.Unmarshal(knowledge, p); err != nil {
		return nil, fmt.Errorf("the pack's knowledge cannot be read: %w", err)
	}
	if p.Model, err = classify.Decode(model); err != nil {
		return nil, fmt.Errorf("the pack's model cannot be read: %w", err)
	}
	if p.Model.ForReplies() {
		return nil, errors.New("the pack's model reads replies and not customers: compile it again")
	}
	for _, file := range more {
		if isRules(file) {
			p.Rulebook, err = OpenRules(file)
		} else {
			err = p.add(file)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// English is the one locale beside DefaultLocale in which utterances are recognised.
const English = "en"

// language is what a pack knows in a further locale.
type language struct {
	Pack   string   `json:"pack"`
	Locale string   `json:"locale"`
	Hash   string   `json:"hash"`  // of the compiled pack it belongs to
	Texts  []string `json:"texts"` // in the order of eachText
}

// add lays a language over a pack that was just read.
func (p *Pack) add(file []byte) error {
	knowledge, model, err := unseal(languageMagic, "language", file)
	if err != nil {
		return err
	}
	var l language
	if err := json.Unmarshal(knowledge, &l); err != nil {
		return fmt.Errorf("the language's texts cannot be read: %w", err)
	}
	if l.Hash != p.Hash {
		return fmt.Errorf("the language %q belongs to another pack %q than this: compile both together", l.Locale, l.Pack)
	}
	n := 0
	p.eachText(func(t Text) Text {
		if n++; n > len(l.Texts) || l.Texts[n-1] == "" {
			return t
		}
		return t.With(l.Locale, l.Texts[n-1])
	})
	if n != len(l.Texts) {
		return errors.New("the language is damaged: it has another number of texts than its pack")
	}
	if len(model) > 0 && l.Locale == English {
		if p.English, err = classify.Decode(model); err != nil {
			return fmt.Errorf("the model for English cannot be read: %w", err)
		}
		if p.English.ForReplies() {
			return errors.New("the model for English reads replies and not customers: compile it again")
		}
	}
	return nil
}
