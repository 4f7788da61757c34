using NodaTime;
using TriageMesh.Contracts;
using static TriageMesh.Domain.Specs.Sla.WorkedClock;

namespace TriageMesh.Domain.Specs.Sla;

/// <summary>One line a behaviour: what other desks get wrong, and what a clock is to do. The 5th of June 2026 is a Friday.</summary>
public sealed class Clock_cases
{
    // behaviour | calendar | started | target minutes | happenings | due by the calendar's wall clock, or - where none is shown
    private const string DueDates = """
        The worked example: eight hours from Friday ten | nine to six | 2026-06-05 10:00 | 480 | | 2026-06-05 18:00
        The worked example: paused Friday four to Monday ten | nine to six | 2026-06-05 10:00 | 480 | pause 2026-06-05 16:00; resume 2026-06-08 10:00 | 2026-06-08 12:00
        The worked example: a post on Friday half past four | nine to five | 2026-06-05 16:30 | 60 | | 2026-06-08 09:30
        A post at night starts at the next opening | nine to six | 2026-06-03 23:10 | 30 | | 2026-06-04 09:30
        A post at the weekend starts on Monday | nine to six | 2026-06-06 12:00 | 60 | | 2026-06-08 10:00
        A post at the very opening starts there | nine to six | 2026-06-05 09:00 | 60 | | 2026-06-05 10:00
        A post at the very closing starts the next morning | nine to six | 2026-06-04 18:00 | 60 | | 2026-06-05 10:00
        A post a minute before closing uses that minute | nine to six | 2026-06-04 17:59 | 60 | | 2026-06-05 09:59
        A target used up at closing is due at closing and not at the next opening | nine to six | 2026-06-05 17:00 | 60 | | 2026-06-05 18:00
        A target longer than a day runs on over days | nine to six | 2026-06-01 09:00 | 1080 | | 2026-06-02 18:00
        A target longer than a week runs on over the weekend | nine to six | 2026-06-01 09:00 | 2700 | | 2026-06-05 18:00
        One minute more than a week is due on Monday | nine to six | 2026-06-01 09:00 | 2701 | | 2026-06-08 09:01
        Lunch does not count | lunch | 2026-06-05 11:30 | 60 | | 2026-06-05 13:30
        A post in the lunch break starts after it | lunch | 2026-06-05 12:30 | 30 | | 2026-06-05 13:30
        A target used up at noon is due at noon | lunch | 2026-06-05 11:00 | 60 | | 2026-06-05 12:00
        Day and night every minute counts | day and night | 2026-06-05 22:00 | 240 | | 2026-06-06 02:00
        24:00 ends a day where the next begins | day and night | 2026-06-05 00:00 | 1440 | | 2026-06-06 00:00
        A span until 24:00 closes at midnight | until midnight | 2026-06-05 23:30 | 60 | | 2026-06-06 18:30
        A span until 24:00 gives its last minute | until midnight | 2026-06-05 23:30 | 30 | | 2026-06-06 00:00
        Holidays are not forgotten | china | 2026-09-30 10:00 | 180 | | 2026-10-08 10:00
        A day with shorter hours closes early | china | 2026-09-30 11:00 | 120 | | 2026-10-08 10:00
        A post in the holidays starts after them | china | 2026-10-03 12:00 | 60 | | 2026-10-08 10:00
        A make-up Saturday is a working day | china | 2026-10-09 17:00 | 120 | | 2026-10-10 10:00
        A make-up Sunday is a working day | china | 2026-09-18 17:00 | 120 | | 2026-09-20 10:00
        The Sunday after a make-up Saturday is closed | china | 2026-10-10 17:00 | 120 | | 2026-10-12 10:00
        The Saturday before a make-up Sunday is closed | china | 2026-09-19 10:00 | 60 | | 2026-09-20 10:00
        Spring forward: the hour that is skipped is not worked | london nights | 2026-03-29 00:00 | 180 | | 2026-03-29 04:00
        Spring forward: the day before is whole | london nights | 2026-03-28 00:00 | 240 | | 2026-03-28 04:00
        Autumn back: the hour that comes twice is worked twice | london nights | 2026-10-25 00:00 | 300 | | 2026-10-25 04:00
        Autumn back in New York | new york nights | 2026-11-01 00:00 | 420 | | 2026-11-01 06:00
        Spring forward in New York | new york nights | 2026-03-08 00:00 | 300 | | 2026-03-08 06:00
        Office hours do not move with the clocks | london | 2026-03-27 17:00 | 120 | | 2026-03-30 10:00
        Office hours do not move with the clocks in autumn | london | 2026-10-23 17:00 | 120 | | 2026-10-26 10:00
        A half-hour clock change takes half an hour | lord howe nights | 2026-10-04 00:00 | 210 | | 2026-10-04 04:00
        A zone of quarter hours counts as any other | kathmandu | 2026-06-05 17:30 | 60 | | 2026-06-08 09:30
        A zone of half hours counts as any other | kolkata | 2026-06-05 17:45 | 30 | | 2026-06-08 09:15
        A half-hour zone with clock changes | adelaide | 2026-10-02 17:00 | 120 | | 2026-10-05 10:00
        A day that a country skipped is not worked | apia | 2011-12-29 12:00 | 1440 | | 2011-12-31 12:00
        An hour a week is open is enough | sundays | 2026-06-05 12:00 | 180 | | 2026-06-21 11:00
        Waiting for the customer stands still | nine to six | 2026-06-05 10:00 | 240 | pause 2026-06-05 11:00; resume 2026-06-05 15:00 | 2026-06-05 18:00
        Several pauses add up | nine to six | 2026-06-01 09:00 | 480 | pause 2026-06-01 10:00; resume 2026-06-01 11:00; pause 2026-06-01 15:00; resume 2026-06-02 10:00 | 2026-06-02 13:00
        A pause outside hours moves nothing | nine to six | 2026-06-04 10:00 | 600 | pause 2026-06-04 19:00; resume 2026-06-05 08:00 | 2026-06-05 11:00
        A pause over a weekend moves nothing | nine to six | 2026-06-05 10:00 | 600 | pause 2026-06-05 18:00; resume 2026-06-08 09:00 | 2026-06-08 11:00
        A pause over the holidays moves nothing | china | 2026-09-30 09:00 | 240 | pause 2026-09-30 12:00; resume 2026-10-08 09:00 | 2026-10-08 10:00
        A pause in the lunch break moves nothing | lunch | 2026-06-05 10:00 | 240 | pause 2026-06-05 12:00; resume 2026-06-05 13:00 | 2026-06-05 15:00
        Only the working part of a pause counts | nine to six | 2026-06-05 10:00 | 480 | pause 2026-06-05 17:30; resume 2026-06-08 09:30 | 2026-06-08 10:00
        A pause set before opening begins with the day | nine to six | 2026-06-05 08:00 | 60 | pause 2026-06-05 08:30; resume 2026-06-05 09:30 | 2026-06-05 10:30
        A pause across the skipped hour counts what was worked | london nights | 2026-03-29 00:00 | 180 | pause 2026-03-29 00:30; resume 2026-03-29 02:30 | 2026-03-30 01:00
        While paused no due is shown | nine to six | 2026-06-05 10:00 | 480 | pause 2026-06-05 12:00 | -
        A pause after the breach does not undo it | nine to six | 2026-06-04 10:00 | 120 | pause 2026-06-04 15:00; resume 2026-06-05 10:00 | 2026-06-04 12:00
        A pause that begins at due is too late | nine to six | 2026-06-04 10:00 | 120 | pause 2026-06-04 12:00; resume 2026-06-05 10:00 | 2026-06-04 12:00
        A pause a minute before due still helps | nine to six | 2026-06-04 10:00 | 120 | pause 2026-06-04 11:59; resume 2026-06-05 10:00 | 2026-06-05 10:01
        A second word to resume changes nothing | nine to six | 2026-06-05 10:00 | 240 | pause 2026-06-05 11:00; resume 2026-06-05 12:00; resume 2026-06-05 14:00 | 2026-06-05 15:00
        A word to resume that was never paused changes nothing | nine to six | 2026-06-05 10:00 | 240 | resume 2026-06-05 12:00 | 2026-06-05 14:00
        A late word to resume cannot lie before the pause | nine to six | 2026-06-05 10:00 | 240 | pause 2026-06-05 12:00; resume 2026-06-05 11:00 | 2026-06-05 14:00
        Waiting for another is another pause and no gap | nine to six | 2026-06-05 10:00 | 240 | pause 2026-06-05 11:00; pause 2026-06-05 12:00; resume 2026-06-05 13:00 | 2026-06-05 16:00
        The time spent resolved is a pause | nine to six | 2026-06-01 10:00 | 540 | meet 2026-06-01 14:00; reopen 2026-06-05 09:00 | 2026-06-05 14:00
        A ticket resolved over the weekend resumes where it stood | nine to six | 2026-06-05 15:00 | 240 | meet 2026-06-05 17:00; reopen 2026-06-08 09:00 | 2026-06-08 11:00
        An old ticket does not breach on the spot when it is reopened | nine to six | 2026-03-02 09:00 | 600 | meet 2026-03-02 10:00; reopen 2026-06-05 09:00 | 2026-06-05 18:00
        Reopened twice, both spans are pauses | nine to six | 2026-06-01 09:00 | 240 | meet 2026-06-01 10:00; reopen 2026-06-02 09:00; meet 2026-06-02 10:00; reopen 2026-06-03 09:00 | 2026-06-03 11:00
        Resolved while waiting and reopened, the wait was a pause too | nine to six | 2026-06-01 09:00 | 240 | pause 2026-06-01 10:00; meet 2026-06-01 15:00; reopen 2026-06-02 09:00 | 2026-06-02 12:00
        A new priority keeps what was used | nine to six | 2026-06-05 10:00 | 480 | target 240 2026-06-05 12:00 | 2026-06-05 14:00
        A longer promise keeps what was used | nine to six | 2026-06-05 10:00 | 120 | target 480 2026-06-05 11:00 | 2026-06-05 18:00
        A new policy does not lose the pauses | nine to six | 2026-06-05 10:00 | 480 | pause 2026-06-05 11:00; resume 2026-06-05 13:00; target 240 2026-06-05 14:00 | 2026-06-05 16:00
        A shorter promise than what was used breaks at the change | nine to six | 2026-06-05 10:00 | 480 | target 60 2026-06-05 14:00 | 2026-06-05 14:00
        There and back again is as if nothing had been | nine to six | 2026-06-05 10:00 | 480 | target 240 2026-06-05 11:00; target 480 2026-06-05 12:00 | 2026-06-05 18:00
        A change made at night holds from the next opening | nine to six | 2026-06-04 17:00 | 120 | target 240 2026-06-04 22:00 | 2026-06-05 12:00
        A paused clock takes the new promise | nine to six | 2026-06-05 10:00 | 480 | pause 2026-06-05 12:00; target 300 2026-06-05 13:00; resume 2026-06-05 14:00 | 2026-06-05 17:00
        A late post takes the response back to its time | nine to six | 2026-06-05 11:00 | 60 | backdate 2026-06-05 10:30 | 2026-06-05 11:30
        A later post never restarts a response | nine to six | 2026-06-05 11:00 | 60 | backdate 2026-06-05 11:30 | 2026-06-05 12:00
        Relabelled late: the clock runs from the post | nine to six | 2026-06-05 16:00 | 240 | backdate 2026-06-05 09:00 | 2026-06-05 13:00
        A breach that nobody looked at is at its instant and not at the look | nine to six | 2026-06-04 10:00 | 60 | observe 2026-06-05 12:00 | 2026-06-04 11:00
        """;

    public static TheoryData<string, string, string, int, string, string> Due
    {
        get
        {
            var cases = new TheoryData<string, string, string, int, string, string>();
            foreach (var line in DueDates.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var part = line.Split('|', StringSplitOptions.TrimEntries);
                cases.Add(part[0], part[1], part[2], int.Parse(part[3]), part[4], part[5]);
            }

            return cases;
        }
    }

    [Fact]
    public void There_are_sixty_cases_and_no_behaviour_is_told_twice()
    {
        Due.Count.ShouldBeGreaterThanOrEqualTo(60);
        Due.Select(row => row.Data.Item1).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Due))]
    public void A_promise_is_due(
        string behaviour,
        string calendarName,
        string started,
        int minutes,
        string happenings,
        string due
    )
    {
        var calendar = Calendar(calendarName);

        var clock = After(calendar, started, minutes, happenings);

        clock.Due(calendar).ShouldBe(due == "-" ? null : Wall(calendar, due), behaviour);
    }

    [Theory]
    [InlineData("Answered at due is in time", "meet 2026-06-05 11:00", null)]
    [InlineData("Answered a minute after due is late", "meet 2026-06-05 11:01", "2026-06-05 11:00")]
    [InlineData("Answered twice, the first one counts", "meet 2026-06-05 10:30; meet 2026-06-05 12:00", null)]
    [InlineData(
        "A late answer heard twice is late once",
        "meet 2026-06-05 12:00; meet 2026-06-05 13:00",
        "2026-06-05 11:00"
    )]
    [InlineData(
        "An answer told late counts from when it was given",
        "meet 2026-06-05 10:59; observe 2026-06-08 12:00",
        null
    )]
    [InlineData("Dropped before due it is not broken", "cancel 2026-06-05 10:30; observe 2026-06-08 12:00", null)]
    [InlineData("Dropped after due it stays broken", "cancel 2026-06-05 11:30", "2026-06-05 11:00")]
    [InlineData("A wait does not stop a response", "pause 2026-06-05 10:10; meet 2026-06-05 11:01", "2026-06-05 11:00")]
    [InlineData(
        "A longer promise does not take a breach back",
        "observe 2026-06-05 12:00; target 480 2026-06-05 12:00",
        "2026-06-05 11:00"
    )]
    public void A_response_is_broken(string behaviour, string happenings, string? broken)
    {
        var calendar = Calendar("nine to six");

        var clock = After(calendar, "2026-06-05 10:00", 60, happenings, ClockKind.FirstResponse);

        clock.BreachedAt.ShouldBe(broken is null ? null : Wall(calendar, broken), behaviour);
    }

    [Theory]
    [MemberData(nameof(Due))]
    public void Due_is_now_plus_what_is_left(
        string behaviour,
        string calendarName,
        string started,
        int minutes,
        string happenings,
        string due
    )
    {
        var calendar = Calendar(calendarName);
        var clock = After(calendar, started, minutes, happenings);
        var now = clock.RunningSince ?? clock.StartedAt;
        var left = clock.Left(now, calendar);

        if (due != "-" && left > Duration.Zero)
        {
            calendar.Add(now, left).ShouldBe(Wall(calendar, due), behaviour);
        }
    }
}
