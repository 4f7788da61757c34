using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Sla;

/// <summary>A clock told in one line: where, from when, how long, what happened to it.</summary>
/// <remarks>
/// Happenings are written as <c>pause 2026-06-05 16:00; resume 2026-06-08 10:00; meet …; reopen …; target 120 2026-06-05 12:00;
/// backdate …</c>, all by the wall clock of the calendar's zone.
/// </remarks>
internal static class WorkedClock
{
    /// <summary>The clock after everything that happened to it.</summary>
    public static SlaClock After(
        BusinessCalendar calendar,
        string started,
        int minutes,
        string happenings,
        ClockKind? given = null
    )
    {
        // Only what waits for us can begin earlier than it was known.
        var late = happenings.StartsWith("backdate", StringComparison.Ordinal);
        var kind = given ?? (late ? ClockKind.FirstResponse : ClockKind.Resolution);
        var clock = SlaClock.Start(kind, Wall(calendar, started), Duration.FromMinutes(minutes));
        foreach (
            var happening in happenings.Split(
                ';',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var words = happening.Split(' ');
            var at = Wall(calendar, $"{words[^2]} {words[^1]}");
            clock = words[0] switch
            {
                "pause" => clock.PauseAt(at, "agent", "waits", calendar),
                "resume" => clock.ResumeAt(at, calendar),
                "meet" => clock.MeetAt(at, calendar),
                "cancel" => clock.CancelAt(at, calendar),
                "reopen" => clock.ReopenAt(at, calendar),
                "backdate" => clock.BackdateTo(at, calendar),
                "observe" => clock.Observe(at, calendar),
                "target" => clock.RetargetAt(at, Duration.FromMinutes(int.Parse(words[1])), calendar, calendar),
                _ => throw new FormatException(happening),
            };
        }

        return clock;
    }

    public static Instant Wall(BusinessCalendar calendar, string wallClock) => At(calendar.Zone.Id, wallClock);

    /// <summary>The calendars of the table.</summary>
    public static BusinessCalendar Calendar(string name) =>
        name switch
        {
            "nine to six" => OfficeHours("Asia/Shanghai"),
            "nine to five" => OfficeHours("Asia/Shanghai", "09:00", "17:00"),
            "lunch" => WithLunchBreak("Asia/Shanghai"),
            "day and night" => Weekly("Asia/Shanghai", "00:00", "24:00", 7),
            "until midnight" => Weekly("Asia/Shanghai", "18:00", "24:00", 7),
            "china" => OfficeHoursExcept(
                "Asia/Shanghai",
                Closed("2026-10-01"),
                Closed("2026-10-02"),
                Closed("2026-10-05"),
                Closed("2026-10-06"),
                Closed("2026-10-07"),
                Open("2026-09-20", "09:00", "18:00"),
                Open("2026-10-10", "09:00", "18:00"),
                Open("2026-09-30", "09:00", "12:00")
            ),
            "london" => OfficeHours("Europe/London"),
            "london nights" => Weekly("Europe/London", "00:00", "04:00", 7),
            "new york" => OfficeHours("America/New_York"),
            "new york nights" => Weekly("America/New_York", "00:00", "06:00", 7),
            "kathmandu" => OfficeHours("Asia/Kathmandu"),
            "kolkata" => OfficeHours("Asia/Kolkata"),
            "adelaide" => OfficeHours("Australia/Adelaide"),
            "lord howe nights" => Weekly("Australia/Lord_Howe", "00:00", "04:00", 7),
            "apia" => Weekly("Pacific/Apia", "00:00", "24:00", 7),
            "sundays" => Weekly("Asia/Shanghai", "10:00", "11:00", 7, only: "sunday"),
            _ => throw new FormatException(name),
        };

    private static BusinessCalendar Weekly(string zone, string from, string to, int days, string? only = null) =>
        BusinessCalendar.From(
            Guid.Empty,
            OfficeDefinition(zone, []) with
            {
                Week = ((string[])["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
                    .Take(days)
                    .Where(day => only is null || day == only)
                    .ToDictionary(day => day, IReadOnlyList<SpanDefinition> (_) => [new SpanDefinition(from, to)]),
            }
        );
}
