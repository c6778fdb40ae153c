// A deploy that cannot go on: what a person reads, one sentence or a few, no stack. Nothing was undone: the same command goes on.

export class DeployStopped extends Error {}
