package io.tidegate.lab.watch;

/**
 * How the generator and its machine stood during one second.
 *
 * @param machineCpu part of all cores that worked, in [0, 1]; NaN where nobody says
 * @param ownCpu part of all cores that the generator took, in [0, 1]
 * @param gc part of the time in which threads stood still or competed for collections
 * @param descriptors that are open, and how many there may be
 * @param ports that connections hold, TIME_WAIT included, and how many there are
 * @param link part of the link's rate that was used; 0 where it is not known
 * @param linkBytes that it carried
 * @param lost part of all segments of TCP that came out of order, or went out once more
 * @param latenessMs of a thread that only wakes up, the worst of the second
 */
record Reading(
    double machineCpu,
    double ownCpu,
    double gc,
    Share descriptors,
    Share ports,
    double link,
    double linkBytes,
    double lost,
    double latenessMs) {

  /** So many of so many. */
  record Share(long used, long all) {

    double part() {
      return all <= 0 ? 0 : (double) used / all;
    }
  }
}
