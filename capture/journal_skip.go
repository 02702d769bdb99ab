package capture

// SkipTo makes id the next ID that Reserve hands out, unless it is past that
// already. It is for journals that take over the IDs of another one, in which some
// may be missing. All IDs reserved before must have been appended.
func (j *Journal) SkipTo(id uint64) {
	if id == 0 {
		return
	}
	for {
		last := j.reserved.Load()
		if last+1 >= id {
			return
		}
		if j.reserved.CompareAndSwap(last, id-1) {
			j.index.expect(id)
			return
		}
	}
}
