package io.tidegate.lab.threshold;

import io.tidegate.lab.metric.SubMetric;

/**
 * Whether a threshold held when it was looked at.
 *
 * @param figure what was compared with the bound
 * @param samples how many samples that is from; without any it shows nothing: as in k6 it holds on
 *     a rate, and elsewhere the figure is 0
 */
public record ThresholdResult(
    SubMetric of, Threshold threshold, boolean holds, double figure, long samples) {}
