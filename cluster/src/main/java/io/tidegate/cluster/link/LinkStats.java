package io.tidegate.cluster.link;

/**
 * What a link has done.
 *
 * @param framesOut frames sent, pings included
 * @param bytesOut bytes written, with all that encryption adds
 * @param recordsOut records written, each with one write
 * @param framesIn frames received
 * @param bytesIn bytes read
 * @param recordsIn records read
 * @param waiting frames in the outbox
 * @param refused frames for which there was no room
 * @param roundTripNs of the newest ping; -1 before the first
 */
public record LinkStats(
    long framesOut,
    long bytesOut,
    long recordsOut,
    long framesIn,
    long bytesIn,
    long recordsIn,
    int waiting,
    long refused,
    long roundTripNs) {}
