package studio

import (
	"maps"
	"reflect"
	"strings"

	"objectioncoach/coach/source"
)

// extent is where an entry stands in a file, half-open in bytes, and what it says.
type extent struct {
	section, id string
	start, end  int
	item        any
}

// changes tells when each of the pack's own scripts, or a translation of it, came to say
// what it says, by its id, in milliseconds since 1970. One that says what it said when the
// history begins is not in it. A step is looked at closely only where it touches a script
// that nothing after it has changed.
func (w *Workspace) changes() map[string]int64 {
	at := map[string]int64{}
	memory := new(source.Memory)
	files := maps.Clone(w.files)
	left := map[string][]extent{} // of the entries that no later step has changed
	for path, text := range files {
		left[path] = extentsOf(memory, path, text)
	}
	for i := w.history.done - 1; i >= 0; i-- {
		step := w.history.steps[i]
		for n := len(step.Splices) - 1; n >= 0; n-- {
			s := step.Splices[n]
			s.undone().do(files)
			var before map[[2]string]extent
			kept := left[s.Path][:0]
			for _, e := range left[s.Path] {
				switch {
				case e.end <= s.At:
				case e.start >= s.At+len(s.In):
					e.start, e.end = e.start+len(s.Out)-len(s.In), e.end+len(s.Out)-len(s.In)
				default:
					if before == nil {
						before = map[[2]string]extent{}
						for _, was := range extentsOf(memory, s.Path, files[s.Path]) {
							before[[2]string{was.section, was.id}] = was
						}
					}
					was, ok := before[[2]string{e.section, e.id}]
					if !ok || !equal(reflect.ValueOf(was.item).Elem(), reflect.ValueOf(e.item).Elem()) {
						at[e.id] = max(at[e.id], step.At)
						continue
					}
					e = was
				}
				kept = append(kept, e)
			}
			left[s.Path] = kept
		}
	}
	return at
}

// extentsOf gives where the scripts and translations of a file stand.
func extentsOf(memory *source.Memory, path, text string) []extent {
	if !strings.HasSuffix(path, ".yaml") || path == headFile {
		return nil
	}
	entries, _ := memory.FileEntries(path, []byte(text))
	l := layoutOf(text)
	var list []extent
	for i, e := range entries {
		end := len(text)
		if i+1 < len(entries) {
			end = l.lines[entries[i+1].Line-1]
		}
		if e.Section == "scripts" || e.Section == "translations" {
			list = append(list, extent{e.Section, e.ID, l.lines[e.Line-1], end, e.Item})
		}
	}
	return list
}
