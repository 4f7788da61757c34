namespace TriageMesh.Contracts.Api;

/// <summary>GET /sla/heat: when customers write and when promises break, by hour of the week.</summary>
/// <param name="From">The weeks begin here, so that each hour of the week is in them equally often.</param>
/// <param name="To">And end with the hour that runs.</param>
/// <param name="Zone">The IANA zone whose clocks the hours are read from: the queue's calendar's, or the default queue's.</param>
/// <param name="Hours">Those in which anything happened.</param>
public sealed record WeekHeat(DateTimeOffset From, DateTimeOffset To, string Zone, IReadOnlyList<HeatHour> Hours);

/// <param name="Weekday">1 is Monday.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Arrivals">Tickets whose first post was written in it.</param>
/// <param name="Breaches">Tickets of which a promise broke in it.</param>
public sealed record HeatHour(int Weekday, int Hour, int Arrivals, int Breaches);
