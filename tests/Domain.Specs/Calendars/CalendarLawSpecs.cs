using FsCheck.Fluent;
using NodaTime;

namespace TriageMesh.Domain.Specs.Calendars;

public sealed class CalendarLawSpecs
{
    [Fact]
    public void Open_time_between_two_instants_is_the_number_of_open_minutes() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(9 * 1440).ToArbitrary(),
                (random, minutes) =>
                {
                    var to = random.Start + Duration.FromMinutes(minutes);

                    random
                        .Calendar.WorkingTimeBetween(random.Start, to)
                        .ShouldBe(random.Counter.Between(random.Start, to));
                }
            )
            .Hold();

    [Fact]
    public void Adding_ends_with_the_last_open_minute_that_was_needed() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(1200).ToArbitrary(),
                (random, minutes) =>
                    random
                        .Calendar.Add(random.Start, Duration.FromMinutes(minutes))
                        .ShouldBe(random.Counter.Due(random.Start, minutes, _ => false))
            )
            .Hold();

    [Fact]
    public void A_minute_is_open_when_the_counter_says_so_and_the_next_opening_is_its_first_minute() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                random =>
                {
                    var first = random.Counter.From(random.Start).First();

                    random.Calendar.NextOpening(random.Start).ShouldBe(first);
                    random.Calendar.IsOpen(random.Start).ShouldBe(first == random.Start);
                }
            )
            .Hold();

    [Fact]
    public void Open_time_adds_up() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(300 * 1440).ToArbitrary(),
                RandomCalendars.Minutes(300 * 1440).ToArbitrary(),
                (random, first, second) =>
                {
                    var (middle, end) = (
                        random.Start + Duration.FromMinutes(first),
                        random.Start + Duration.FromMinutes(first) + Duration.FromMinutes(second)
                    );

                    var whole = random.Calendar.WorkingTimeBetween(random.Start, end);

                    whole.ShouldBe(
                        random.Calendar.WorkingTimeBetween(random.Start, middle)
                            + random.Calendar.WorkingTimeBetween(middle, end)
                    );
                }
            )
            .Hold();

    [Fact]
    public void Adding_is_undone_by_counting_and_never_goes_back() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(60_000).ToArbitrary(),
                RandomCalendars.Minutes(600).ToArbitrary(),
                (random, minutes, more) =>
                {
                    var target = Duration.FromMinutes(minutes) + Duration.FromSeconds(17);

                    var due = random.Calendar.Add(random.Start, target)!.Value;

                    random.Calendar.WorkingTimeBetween(random.Start, due).ShouldBe(target);
                    random
                        .Calendar.Add(random.Start, target + Duration.FromMinutes(more))!
                        .Value.ShouldBeGreaterThan(due);
                    random
                        .Calendar.Add(random.Start + Duration.FromMinutes(more), target)!
                        .Value.ShouldBeGreaterThanOrEqualTo(due);
                }
            )
            .Hold();
}
