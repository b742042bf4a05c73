#!/usr/bin/env node
require('../dist/ttleaks.cjs');
