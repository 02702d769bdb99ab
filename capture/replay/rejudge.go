package replay

import (
	"context"
	"errors"

	"rwscope/capture"
	"rwscope/store"
)

// Rejudge judges every exchange of a history again, in the recorded order, in a
// fresh TSDB with another configuration. The new exchanges are in the target's
// History, under their old IDs and times; the report says which verdicts changed.
// The caller closes the target.
func Rejudge(ctx context.Context, h capture.History, cfg store.Config, progress func(Progress)) (*Self, *Report, error) {
	self, err := OpenSelf(SelfConfig{Store: cfg})
	if err != nil {
		return nil, nil, err
	}
	plan, err := NewPlan(ctx, h, nil, nil)
	if err != nil {
		return nil, nil, errors.Join(err, self.Close())
	}
	report, err := Run(ctx, Config{History: h, Target: self, Progress: progress}, plan)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, nil, errors.Join(err, self.Close())
	}
	return self, report, nil
}
