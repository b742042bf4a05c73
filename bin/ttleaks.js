#!/usr/bin/env node
import '../dist/ttleaks.js';
