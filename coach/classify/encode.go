package classify

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Bounds of a model file. They keep a damaged file from asking for memory.
const (
	maxHeads    = 64
	maxFeatures = 1 << 20
	maxName     = 255 // bytes of a feature name
)

var errShort = errors.New("the model ends too early: it is cut off or damaged")

// Encode writes m in a compact form for a pack. Streams of one kind of value
// lie together, because they compress better so: names (each only as far as it
// differs from the one before), then which labels each feature touches, then
// the weights.
func (m *Model) Encode() []byte {
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(m.Heads)))
	for _, h := range m.Heads {
		b = appendString(b, string(h.Axis))
		b = appendString(b, h.Label)
		for _, f := range []float64{h.Bias, h.Scale, h.Slope, h.Offset, h.Threshold, h.Floor} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
		}
	}
	b = m.lexicon.encode(b)
	b = appendNames(b, m.names)
	for head := range m.Heads { // label by label: a label's gaps and weights resemble each other
		b = m.appendColumn(b, head)
	}
	return b
}

// appendNames writes a sorted list of names, each only as far as it differs from
// the one before: first all sizes, then all tails.
func appendNames(b []byte, names []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(names)))
	last := ""
	var tails []byte
	for _, name := range names {
		same := commonPrefix(last, name)
		b = append(b, byte(same), byte(len(name)-same))
		tails = append(tails, name[same:]...)
		last = name
	}
	return append(b, tails...)
}

// appendColumn writes the features that have a weight for one label, as gaps
// between their rows, and then the weights.
func (m *Model) appendColumn(b []byte, head int) []byte {
	var gaps, weights []byte
	count, last := 0, -1
	for row := range m.names {
		w := m.weights[row*len(m.Heads)+head]
		if w == 0 {
			continue
		}
		gaps = binary.AppendUvarint(gaps, uint64(row-last-1))
		weights = append(weights, byte(w))
		count, last = count+1, row
	}
	b = binary.AppendUvarint(b, uint64(count))
	b = append(b, gaps...)
	return append(b, weights...)
}

// Decode reads what Encode wrote. Damaged input gives an error, never a panic.
func Decode(b []byte) (*Model, error) {
	d := decoder{rest: b}
	heads := d.heads()
	lexicon := d.lexicon()
	names := d.names(maxFeatures)
	weights := make([]int8, len(names)*len(heads))
	for head := range heads {
		d.column(weights, head, len(heads))
	}
	if d.err == nil && len(d.rest) > 0 {
		d.err = fmt.Errorf("%d bytes follow the end of the model", len(d.rest))
	}
	if d.err != nil {
		return nil, d.err
	}
	return New(heads, lexicon, names, weights)
}

// decoder reads values from rest until the first error, and then only zeros.
type decoder struct {
	rest []byte
	err  error
}

func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.rest = nil
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.rest) {
		d.fail(errShort)
		return nil
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *decoder) uvarint(limit int) int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.fail(errShort)
		return 0
	}
	if v > uint64(limit) {
		d.fail(fmt.Errorf("the model names a count of %d where at most %d can be", v, limit))
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

func (d *decoder) float() float64 {
	b := d.take(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func (d *decoder) text() string { return string(d.take(d.uvarint(maxName))) }

func (d *decoder) heads() []Head {
	heads := make([]Head, d.uvarint(maxHeads))
	for i := range heads {
		h := &heads[i]
		h.Axis, h.Label = Axis(d.text()), d.text()
		h.Bias, h.Scale, h.Slope, h.Offset = d.float(), d.float(), d.float(), d.float()
		h.Threshold, h.Floor = d.float(), d.float()
	}
	return heads
}

func (d *decoder) names(limit int) []string {
	n := d.uvarint(min(limit, len(d.rest)))
	sizes := d.take(2 * n)
	if sizes == nil {
		return nil
	}
	names := make([]string, n)
	last := ""
	for i := range names {
		same := int(sizes[2*i])
		if same > len(last) {
			d.fail(errors.New("the model's list of names is damaged"))
			return nil
		}
		names[i] = last[:same] + string(d.take(int(sizes[2*i+1])))
		last = names[i]
	}
	return names
}

// column fills one label's column of a table with the given number of columns.
func (d *decoder) column(weights []int8, head, columns int) {
	rows := len(weights) / columns
	n := d.uvarint(rows)
	at := make([]int, n)
	row := -1
	for i := range at {
		row += 1 + d.uvarint(rows)
		if row >= rows {
			d.fail(errors.New("the model's table of weights is damaged"))
			return
		}
		at[i] = row
	}
	values := d.take(n)
	for i, v := range values {
		weights[at[i]*columns+head] = int8(v)
	}
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && n < maxName && a[n] == b[n] {
		n++
	}
	return n
}
