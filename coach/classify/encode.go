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
	maxTraits   = 512
	maxFeatures = 1 << 20
	maxName     = 255 // bytes of a label
)

var errShort = errors.New("the model ends too early: it is cut off or damaged")

// Encode writes m in a compact form for a pack. Streams of one kind of value
// lie together, because they compress better so: features, then how strongly each
// lends, to which traits and with which sign, five to a byte, and then the
// readout.
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
	b = appendAscending(b, m.known)
	b = binary.AppendUvarint(b, uint64(m.traits))
	for n := range m.known {
		strength, _ := m.strength(n)
		b = append(b, byte(strength))
	}
	b = appendSigns(b, m.lent)
	for _, v := range m.readout {
		b = append(b, byte(v))
	}
	return b
}

// signsInByte numbers of three values fit one byte: 3 to the power of 5 is 243.
const signsInByte = 5

// appendSigns writes the signs of values, five to a byte.
func appendSigns(b []byte, values []int8) []byte {
	for len(values) > 0 {
		n := min(signsInByte, len(values))
		packed := byte(0)
		for i := n - 1; i >= 0; i-- {
			packed = packed*3 + byte(sign(values[i])+1)
		}
		b = append(b, packed)
		values = values[n:]
	}
	return b
}

func sign(v int8) int8 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// appendAscending writes ascending numbers as gaps: first the low byte of each,
// which nothing can shorten, then the rest.
func appendAscending[N ~uint32](b []byte, numbers []N) []byte {
	b = binary.AppendUvarint(b, uint64(len(numbers)))
	var high []byte
	last := N(0)
	for _, n := range numbers {
		gap := uint64(n - last)
		b = append(b, byte(gap))
		high = binary.AppendUvarint(high, gap>>8)
		last = n
	}
	return append(b, high...)
}

// Decode reads what Encode wrote. Damaged input gives an error, never a panic.
func Decode(b []byte) (*Model, error) {
	d := decoder{rest: b}
	heads := d.heads()
	lexicon := d.lexicon()
	known := d.features()
	t := Traits{Count: d.uvarint(maxTraits)}
	t.Lent = d.lent(len(known), t.Count)
	t.Readout = d.signed(len(heads) * t.Count)
	if d.err == nil && len(d.rest) > 0 {
		d.err = fmt.Errorf("%d bytes follow the end of the model", len(d.rest))
	}
	if d.err != nil {
		return nil, d.err
	}
	return New(heads, lexicon, known, t)
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

func (d *decoder) features() []Feature {
	var known []Feature
	for _, n := range d.ascending(maxFeatures, featureBits) {
		known = append(known, Feature(n))
	}
	return known
}

// ascending reads what appendAscending wrote: at most limit numbers of at most so
// many bits.
func (d *decoder) ascending(limit, bits int) []uint32 {
	low := d.take(d.uvarint(min(limit, len(d.rest))))
	numbers := make([]uint32, len(low))
	last := uint64(0)
	for i, b := range low {
		gap := uint64(d.uvarint(1<<(bits-8)))<<8 + uint64(b)
		last += gap
		if last >= 1<<bits || i > 0 && gap == 0 {
			d.fail(errors.New("the model's list of numbers is damaged"))
			return nil
		}
		numbers[i] = uint32(last)
	}
	return numbers
}

// lent reads what the features lend to the traits.
func (d *decoder) lent(features, traits int) []int8 {
	strengths := d.signed(features)
	packed := d.take((features*traits + signsInByte - 1) / signsInByte)
	if packed == nil {
		return nil
	}
	values := make([]int8, 0, len(packed)*signsInByte)
	for _, five := range packed {
		for range signsInByte {
			values = append(values, int8(five%3)-1)
			five /= 3
		}
	}
	values = values[:features*traits]
	for i := range values {
		values[i] *= strengths[i/traits]
	}
	return values
}

// signed reads n numbers of one byte.
func (d *decoder) signed(n int) []int8 {
	values := make([]int8, n)
	for i, v := range d.take(n) {
		values[i] = int8(v)
	}
	return values
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
