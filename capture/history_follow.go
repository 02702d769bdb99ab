package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// Follow calls Refresh again and again, until the context is done or the file
// cannot be read any more; the error says why.
func (r *Reader) Follow(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			if _, err := r.Refresh(ctx); err != nil {
				return err
			}
		}
	}
}

// Refresh takes in what was added to the file since, and reports whether that was
// anything. A journal that was shortened meanwhile is another file of the same
// name.
func (r *Reader) Refresh(ctx context.Context) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return false, nil
	}
	changed, err := r.refresh(ctx)
	if err != nil {
		return false, fmt.Errorf("follow journal %s: %w", r.path, err)
	}
	return changed, nil
}

func (r *Reader) refresh(ctx context.Context) (bool, error) {
	if err := r.reopen(); err != nil {
		return false, err
	}
	info, err := r.file.Stat()
	if err != nil {
		return false, err
	}
	if info.Size() == r.size {
		return false, nil
	}
	if info.Size() < r.c.end {
		return false, ErrReplaced
	}
	r.size = info.Size()
	r.c.scanned = r.c.end // an index at the end may have been cut off
	if err := r.c.scan(ctx, r.src, r.size, nil); err != nil {
		return false, err
	}
	r.index.journaled(r.size, nil)
	return true, nil
}

// reopen goes over to the file that has the path now, if that is another one. It
// is read from its start; exchanges that are known already stay what they are.
func (r *Reader) reopen() error {
	file, err := os.Open(r.path)
	if errors.Is(err, os.ErrNotExist) {
		return ErrReplaced
	} else if err != nil {
		return err
	}
	now, err := file.Stat()
	if err != nil {
		file.Close()
		return err
	}
	was, err := r.file.Stat()
	if err != nil || os.SameFile(now, was) {
		file.Close()
		return err
	}
	next := newContents(r.index)
	if err := next.prefix(file); err != nil || next.nonce != r.c.nonce {
		file.Close()
		return errOr(err, ErrReplaced)
	}
	r.file.Close()
	r.file, r.src, r.c, r.size = file, file, next, 0
	return nil
}
