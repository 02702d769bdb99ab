package capture

import "slices"

// Comment is what the user wrote about an exchange, empty if nothing.
func (x *index) Comment(id uint64) string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.comments[id]
}

// notes are all marks and comments.
func (x *index) notes() (notes []note) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range x.now.length {
		row := x.now.Row(i)
		if comment := x.comments[row.ID]; row.Marked || comment != "" {
			notes = append(notes, note{id: row.ID, marked: row.Marked, comment: comment})
		}
	}
	return notes
}

// annotate changes what the user said about exchanges and returns how many of
// them are there. Their blocks are copied, since snapshots share them.
func (x *index) annotate(notes ...note) (found int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	copied := make(map[*block]bool)
	x.now.blocks = slices.Clone(x.now.blocks)
	for _, n := range notes {
		i, ok := x.now.Find(n.id)
		if !ok {
			continue
		}
		found++
		at := &x.now.blocks[(x.now.first+i)/blockRows]
		if !copied[*at] {
			fresh := **at
			*at = &fresh
			copied[&fresh] = true
		}
		x.now.Row(i).Marked = n.marked
		x.comment(n)
	}
	if found > 0 {
		x.changed()
	}
	return found
}

// comment keeps a comment, cut to its bound, or removes it.
func (x *index) comment(n note) {
	if n.comment == "" {
		delete(x.comments, n.id)
	} else if len(x.comments) < maxComments {
		x.comments[n.id] = n.comment[:min(len(n.comment), maxComment)]
	}
}
