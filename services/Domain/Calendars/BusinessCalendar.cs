using System.Collections.Concurrent;
using NodaTime;
using NodaTime.TimeZones;

namespace TriageMesh.Domain.Calendars;

/// <summary>When people work: a zone, spans for each weekday, and special days. Counts open time between instants.</summary>
/// <remarks>
/// Open time is real elapsed time. A wall-clock boundary that a clock change skips lies where the gap ends; one that
/// happens twice is the first. So no time is counted twice and spans that touch stay touching.
/// </remarks>
public sealed class BusinessCalendar
{
    private const int DaysPerRun = 128;
    private const int RunsPerCentury = 36525 / DaysPerRun;
    private const int MaxCachedRuns = 512;

    private static readonly LocalDate Epoch = new(1970, 1, 1);

    private static readonly ZoneLocalMappingResolver Boundary = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    private readonly OpenSpan[][] _week = [.. Enumerable.Repeat(Array.Empty<OpenSpan>(), 8)];
    private readonly Dictionary<LocalDate, OpenSpan[]> _special = [];
    private readonly ConcurrentDictionary<int, OpenTimes> _runs = new();
    private readonly int _lastRun = int.MaxValue;

    /// <exception cref="ArgumentException">Spans of a day overlap, a date is given twice, or nothing is ever open.</exception>
    public BusinessCalendar(
        Guid id,
        string name,
        DateTimeZone zone,
        IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpenSpan>> week,
        IEnumerable<SpecialDay> specialDays
    )
    {
        (Id, Name, Zone) = (id, name, zone);
        foreach (var (weekday, spans) in week)
        {
            _week[(int)weekday] = InOrder(spans, nameof(week));
        }

        foreach (var day in specialDays)
        {
            if (!_special.TryAdd(day.Date, InOrder(day.Open, nameof(specialDays))))
            {
                throw new ArgumentException($"{day.Date} is given twice.", nameof(specialDays));
            }
        }

        if (_week.All(spans => spans.Length == 0))
        {
            var open = _special.Where(day => day.Value.Length > 0).Select(day => day.Key).ToArray();
            _lastRun =
                open.Length > 0
                    ? RunOfDay(Period.DaysBetween(Epoch, open.Max()))
                    : throw new ArgumentException("The calendar is never open.", nameof(week));
        }
    }

    public Guid Id { get; }

    public string Name { get; }

    public DateTimeZone Zone { get; }

    /// <summary>Reads a definition against the zones of the time zone database that NodaTime carries.</summary>
    /// <exception cref="CalendarDefinitionException">The definition has mistakes; all of them are told.</exception>
    public static BusinessCalendar From(Guid id, CalendarDefinition definition) =>
        CalendarReader.Read(id, definition, DateTimeZoneProviders.Tzdb);

    /// <summary>Open all day, every day.</summary>
    public static BusinessCalendar AlwaysOpen(Guid id, string name = "24x7") =>
        new(
            id,
            name,
            DateTimeZone.Utc,
            EveryWeekday().ToDictionary(day => day, IReadOnlyList<OpenSpan> (_) => [OpenSpan.AllDay]),
            []
        );

    /// <summary>Open Monday to Friday in one span.</summary>
    public static BusinessCalendar OfficeHours(Guid id, string name, DateTimeZone zone, OpenSpan span) =>
        new(id, name, zone, EveryWeekday().Take(5).ToDictionary(day => day, IReadOnlyList<OpenSpan> (_) => [span]), []);

    /// <summary>The hours of one date, and how it comes by them.</summary>
    public CalendarDay On(LocalDate date)
    {
        var week = _week[(int)date.DayOfWeek];
        return _special.TryGetValue(date, out var special)
            ? new CalendarDay(
                date,
                special.Length == 0 ? CalendarDayKind.Closed
                    : week.Length == 0 ? CalendarDayKind.MakeUp
                    : CalendarDayKind.OtherHours,
                special,
                WorkingTimeBetween(Zone.AtStartOfDay(date).ToInstant(), Zone.AtStartOfDay(date.PlusDays(1)).ToInstant())
            )
            : new CalendarDay(
                date,
                CalendarDayKind.Week,
                week,
                WorkingTimeBetween(Zone.AtStartOfDay(date).ToInstant(), Zone.AtStartOfDay(date.PlusDays(1)).ToInstant())
            );
    }

    public bool IsOpen(Instant at) =>
        RunAt(RunOf(at)).NextOpening(at) == at || RunAt(RunOf(at) + 1).NextOpening(at) == at;

    /// <summary>The first open instant at or after <paramref name="at"/>.</summary>
    /// <returns>Null where there is none within a hundred years: the weeks are closed, and the open dates are past.</returns>
    public Instant? NextOpening(Instant at)
    {
        var first = RunOf(at);
        for (var run = first; IsWithinReach(run, first); run++)
        {
            if (RunAt(run).NextOpening(at) is { } opening)
            {
                return opening;
            }
        }

        return null;
    }

    /// <summary>The first instant by which <paramref name="workingTime"/> has passed since <paramref name="start"/>.</summary>
    /// <remarks>Time used up exactly at the end of a span ends there, not at the next opening; none at all ends at the start.</remarks>
    /// <returns>Null where there is not so much open time within a hundred years: that instant never comes.</returns>
    public Instant? Add(Instant start, Duration workingTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workingTime, Duration.Zero);
        if (workingTime == Duration.Zero)
        {
            return start;
        }

        var left = workingTime;
        var first = RunOf(start);
        for (var run = first; IsWithinReach(run, first); run++)
        {
            var times = RunAt(run);
            var before = times.OpenUntil(start);
            if (left <= times.Total - before)
            {
                return times.WhenPassed(before + left);
            }

            left -= times.Total - before;
        }

        return null;
    }

    /// <summary>The open time between two instants; none where <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    public Duration WorkingTimeBetween(Instant from, Instant to)
    {
        var open = Duration.Zero;
        if (to <= from)
        {
            return open;
        }

        var last = Math.Min(_lastRun, RunOf(to) + 1);
        for (var run = RunOf(from); run <= last; run++)
        {
            var times = RunAt(run);
            open += times.OpenUntil(to) - times.OpenUntil(from);
        }

        return open;
    }

    private static IEnumerable<IsoDayOfWeek> EveryWeekday() =>
        Enumerable.Range((int)IsoDayOfWeek.Monday, 7).Select(day => (IsoDayOfWeek)day);

    private static OpenSpan[] InOrder(IReadOnlyList<OpenSpan> spans, string parameter)
    {
        OpenSpan[] ordered = [.. spans.OrderBy(span => span.From)];
        return ordered.Zip(ordered.Skip(1)).Any(pair => pair.First.Overlaps(pair.Second))
            ? throw new ArgumentException("Spans of one day overlap.", parameter)
            : ordered;
    }

    // Zones are less than a day away from UTC, so the run of the day before is never too late to begin with.
    private static int RunOf(Instant at) =>
        RunOfDay(Math.Floor((double)at.ToUnixTimeSeconds() / NodaConstants.SecondsPerDay) - 1);

    private static int RunOfDay(double daysSinceEpoch) => (int)Math.Floor(daysSinceEpoch / DaysPerRun);

    private bool IsWithinReach(int run, int first) => run <= _lastRun && run - first <= RunsPerCentury;

    private OpenTimes RunAt(int run)
    {
        if (_runs.TryGetValue(run, out var known))
        {
            return known;
        }

        var built = Build(run);
        if (_runs.Count < MaxCachedRuns)
        {
            _runs.TryAdd(run, built);
        }

        return built;
    }

    private OpenTimes Build(int run)
    {
        var stretches = new List<(Instant Start, Instant End)>();
        var date = Epoch.PlusDays(run * DaysPerRun);
        for (var i = 0; i < DaysPerRun; i++, date = date.PlusDays(1))
        {
            var spans = _special.TryGetValue(date, out var special) ? special : _week[(int)date.DayOfWeek];
            foreach (var span in spans)
            {
                var start = Zone.ResolveLocal(span.StartOn(date), Boundary).ToInstant();
                var end = Zone.ResolveLocal(span.EndOn(date), Boundary).ToInstant();
                if (end > start)
                {
                    stretches.Add((start, end));
                }
            }
        }

        return new OpenTimes(stretches);
    }
}
