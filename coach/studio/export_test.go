package studio

import "objectioncoach/coach/source"

// Remember gives a workspace a memory that others have too: tests read the built-in packs
// but once.
func (w *Workspace) Remember(m *source.Memory) { w.memory = m }

// Kept gives how many answers are kept.
func (p *Published) Kept() int { return len(p.said) }
