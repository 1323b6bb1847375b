package studio

import (
	"hash/maphash"
	"math"
	"reflect"

	"objectioncoach/coach"
)

// digest stands for what staff see of an answer, as long as the program runs: answers that
// staff see alike have the same, and others have others, but for chance in 2^64.
type digest uint64

var digestSeed = maphash.MakeSeed()

// digestOf leaves out of an answer which pack it came from, how it was chosen, and how sure
// the model was: one that was taught a line is surer or less sure of nearly every other one,
// by a little.
func digestOf(a coach.Analysis) digest {
	a.Pack, a.Trace, a.KindScore, a.NatureScore, a.EmotionScore = coach.PackRef{}, nil, 0, 0, 0
	topics := make([]coach.Topic, 0, len(a.Topics))
	for _, topic := range a.Topics {
		if topic.Asserted {
			topics = append(topics, coach.Topic{ID: topic.ID, Asserted: true})
		}
	}
	a.Topics = topics
	var h maphash.Hash
	h.SetSeed(digestSeed)
	write(&h, reflect.ValueOf(&a).Elem())
	return digest(h.Sum64())
}

// write takes a value into a hash, each part with where it ends.
func write(h *maphash.Hash, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			write(h, v.Field(i))
		}
	case reflect.Slice:
		number(h, uint64(v.Len()))
		for i := range v.Len() {
			write(h, v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			h.WriteByte(0)
			return
		}
		h.WriteByte(1)
		write(h, v.Elem())
	case reflect.String:
		number(h, uint64(v.Len()))
		h.WriteString(v.String())
	case reflect.Bool:
		if v.Bool() {
			h.WriteByte(1)
			return
		}
		h.WriteByte(0)
	case reflect.Int:
		number(h, uint64(v.Int()))
	case reflect.Float64:
		number(h, math.Float64bits(v.Float()))
	default: // an answer has no others; a test holds that
		panic("an answer with a " + v.Kind().String())
	}
}

func number(h *maphash.Hash, n uint64) {
	var b [8]byte
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	h.Write(b[:])
}
