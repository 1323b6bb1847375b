package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"objectioncoach/coach/classify"
)

// A compiled pack is one file:
//
//	8 bytes   "OCPACK" and the format version, big-endian
//	32 bytes  SHA-256 of all that follows
//	uvarint   length of the knowledge, then the knowledge as JSON
//	the rest  the model (see classify.Model.Encode)
const (
	magic = "OCPACK"
	// Format is the version of the compiled format that this engine reads and
	// writes.
	Format = 1

	headLength = len(magic) + 2 + sha256.Size
)

// Compile gives the pack as one compact file. The same pack gives the same
// bytes.
func (p *Pack) Compile() ([]byte, error) {
	if p.Model == nil {
		return nil, fmt.Errorf("the pack %q has no model yet: train it first", p.ID)
	}
	var knowledge bytes.Buffer
	encoder := json.NewEncoder(&knowledge)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(p); err != nil {
		return nil, fmt.Errorf("the pack %q cannot be written: %w", p.ID, err)
	}
	var body []byte
	body = binary.AppendUvarint(body, uint64(knowledge.Len()))
	body = append(body, knowledge.Bytes()...)
	body = append(body, p.Model.Encode()...)

	sum := sha256.Sum256(body)
	file := append([]byte(magic), byte(Format>>8), byte(Format&0xFF))
	file = append(file, sum[:]...)
	return append(file, body...), nil
}

// Open reads a compiled pack. A file that is cut off, altered, of another format
// or no pack at all gives an error that says so.
func Open(file []byte) (*Pack, error) {
	if len(file) < headLength || string(file[:len(magic)]) != magic {
		return nil, errors.New("this is not a compiled pack of Objection Coach")
	}
	if format := int(binary.BigEndian.Uint16(file[len(magic):])); format != Format {
		return nil, fmt.Errorf("the pack has format %d and this engine reads format %d: compile the pack again with the matching version", format, Format)
	}
	body := file[headLength:]
	sum := sha256.Sum256(body)
	if !bytes.Equal(sum[:], file[headLength-sha256.Size:headLength]) {
		return nil, errors.New("the pack is damaged or cut off: its content does not match its hash")
	}
	length, n := binary.Uvarint(body)
	if n <= 0 || length > uint64(len(body)-n) {
		return nil, errors.New("the pack is damaged: the length of its knowledge is wrong")
	}
	knowledge := body[n : n+int(length)]
	p := &Pack{Hash: hex.EncodeToString(sum[:])}
	if err := json.Unmarshal(knowledge, p); err != nil {
		return nil, fmt.Errorf("the pack's knowledge cannot be read: %w", err)
	}
	model, err := classify.Decode(body[n+int(length):])
	if err != nil {
		return nil, fmt.Errorf("the pack's model cannot be read: %w", err)
	}
	p.Model = model
	return p, nil
}
