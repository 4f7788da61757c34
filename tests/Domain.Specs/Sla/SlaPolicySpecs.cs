using System.Text.Json;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;

namespace TriageMesh.Domain.Specs.Sla;

public sealed class SlaPolicySpecs
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Guid Calendar = new("0198c1f0-0000-7000-8000-00000000000c");
    private static readonly Guid Queue = new("0198c1f0-0000-7000-8000-00000000000d");
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private static readonly PolicyDefinition Valid = new()
    {
        Name = "Standard",
        CalendarId = Calendar,
        TargetMinutes = new Dictionary<string, int> { ["first_response"] = 30, ["resolution"] = 480 },
        Steps =
        [
            new StepDefinition
            {
                At = "80%",
                Recipients = [StepRecipient.Assignee],
                Actions = [StepAction.Notify],
            },
        ],
    };

    [Fact]
    public void The_first_policy_that_matches_wins()
    {
        var vip = Policy("vip", order: 1) with { Match = new PolicyMatch { Tiers = [AuthorTier.Vip] } };
        var all = Policy("all", order: 2);

        SlaPolicy.FirstMatch([all, vip], Facts(AuthorTier.Vip), Monday)?.Name.ShouldBe("vip");
        SlaPolicy.FirstMatch([all, vip], Facts(AuthorTier.Standard), Monday)?.Name.ShouldBe("all");
        SlaPolicy.FirstMatch([vip], Facts(AuthorTier.Standard), Monday).ShouldBeNull();
    }

    [Fact]
    public void Each_thing_that_a_policy_names_must_fit()
    {
        var match = new PolicyMatch
        {
            Labels = [Label.Complaint],
            Priorities = [Priority.Normal, Priority.High],
            Channels = ["weibo"],
            Accounts = ["brand"],
            Queues = [Queue],
        };
        var facts = Facts(AuthorTier.Standard);

        match.Matches(facts).ShouldBeTrue();
        match.Matches(facts with { Label = Label.Question }).ShouldBeFalse();
        match.Matches(facts with { Priority = Priority.Urgent }).ShouldBeFalse();
        match.Matches(facts with { Channel = "mastodon" }).ShouldBeFalse();
        match.Matches(facts with { Account = "other" }).ShouldBeFalse();
        match.Matches(facts with { QueueId = Calendar }).ShouldBeFalse();
    }

    [Fact]
    public void A_version_counts_from_its_date_on_and_the_newest_in_effect_is_taken()
    {
        var first = Policy("first", order: 1);
        var second = first with { Version = 2, Name = "second", EffectiveFrom = Monday + Duration.FromDays(2) };

        SlaPolicy.FirstMatch([second, first], Facts(), Monday + Duration.FromDays(1))?.Name.ShouldBe("first");
        SlaPolicy.FirstMatch([second, first], Facts(), Monday + Duration.FromDays(2))?.Name.ShouldBe("second");
        SlaPolicy.FirstMatch([first], Facts(), Monday - Duration.Epsilon).ShouldBeNull();
    }

    [Fact]
    public void A_newer_version_that_no_longer_matches_does_not_let_the_older_one_back_in()
    {
        var first = Policy("first", order: 1);
        var narrowed = first with
        {
            Version = 2,
            Match = new PolicyMatch { Channels = ["mastodon"] },
        };

        SlaPolicy.FirstMatch([first, narrowed], Facts(), Monday).ShouldBeNull();
    }

    [Fact]
    public void A_reopened_ticket_gets_the_shorter_target_for_its_response_only()
    {
        var policy = Policy("p", order: 1) with { ReopenTarget = Duration.FromMinutes(10) };

        policy.TargetFor(ClockKind.NextResponse, reopened: true).ShouldBe(Duration.FromMinutes(10));
        policy.TargetFor(ClockKind.NextResponse).ShouldBeNull();
        policy.TargetFor(ClockKind.Resolution, reopened: true).ShouldBe(Duration.FromHours(8));
    }

    [Theory]
    [InlineData("80%", "80%", StepKind.Warning)]
    [InlineData("100%", "due", StepKind.Breach)]
    [InlineData("due", "due", StepKind.Breach)]
    [InlineData("+0m", "due", StepKind.Breach)]
    [InlineData("-15m", "-15m", StepKind.Warning)]
    [InlineData("+2h", "+120m", StepKind.Escalation)]
    [InlineData("150%", "150%", StepKind.Escalation)]
    public void A_point_has_one_spelling_and_its_kind_follows_from_where_it_lies(
        string text,
        string level,
        StepKind kind
    )
    {
        StepPoint.TryParse(text, out var point).ShouldBeTrue();

        var step = new PolicyStep(point, [], [], []);
        (step.Level, step.Kind).ShouldBe((level, kind));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("0%")]
    [InlineData("1001%")]
    [InlineData("%")]
    [InlineData("15m")]
    [InlineData("+m")]
    [InlineData("+1.5h")]
    [InlineData("+999999h")]
    [InlineData("- 5m")]
    public void A_point_that_is_none_is_not_read(string? text) => StepPoint.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_good_definition_is_read() =>
        Valid
            .Read(Queue, 3, Monday)
            .ShouldSatisfyAllConditions(
                policy => policy.Version.ShouldBe(3),
                policy => policy.TargetFor(ClockKind.FirstResponse).ShouldBe(Duration.FromMinutes(30)),
                policy => policy.Steps.ShouldHaveSingleItem().Level.ShouldBe("80%")
            );

    [Fact]
    public void A_definition_survives_json()
    {
        var copy = JsonSerializer.Deserialize<PolicyDefinition>(JsonSerializer.Serialize(Valid, Json), Json);

        copy.ShouldNotBeNull().Read(Queue, 1, Monday).Targets.ShouldBe(Valid.Read(Queue, 1, Monday).Targets);
    }

    [Fact]
    public void Every_mistake_is_told_by_its_field()
    {
        var definition = Valid with
        {
            Name = "",
            CalendarId = Guid.Empty,
            TargetMinutes = new Dictionary<string, int>
            {
                ["first_answer"] = 5,
                ["resolution"] = 0,
                ["next_response"] = 20,
            },
            ReopenMinutes = -1,
            Steps =
            [
                new StepDefinition { At = "soon" },
                new StepDefinition { At = "due", Actions = [StepAction.Notify] },
                new StepDefinition { At = "100%" },
                new StepDefinition { At = "-20m", Clocks = [ClockKind.NextResponse] },
            ],
        };

        Should
            .Throw<PolicyDefinitionException>(() => definition.Read(Queue, 1, Monday))
            .Errors.Keys.ShouldBe(
                [
                    "calendar_id",
                    "name",
                    "reopen_minutes",
                    "steps[0].at",
                    "steps[1].recipients",
                    "steps[2].at",
                    "steps[3].at",
                    "target_minutes.first_answer",
                    "target_minutes.resolution",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public void A_policy_that_promises_nothing_is_refused() =>
        Should
            .Throw<PolicyDefinitionException>(() =>
                (Valid with { TargetMinutes = new Dictionary<string, int>() }).Read(Queue, 1, Monday)
            )
            .Errors.Keys.ShouldBe(["target_minutes"]);

    private static SlaPolicy Policy(string name, int order) =>
        new()
        {
            Id = new Guid($"0198c1f0-0000-7000-8000-00000000010{order}"),
            Version = 1,
            Name = name,
            Order = order,
            EffectiveFrom = Monday,
            CalendarId = Calendar,
            Targets = new Dictionary<ClockKind, Duration> { [ClockKind.Resolution] = Duration.FromHours(8) },
        };

    private static PolicyFacts Facts(AuthorTier tier = AuthorTier.Standard) =>
        new(Label.Complaint, Priority.Normal, "weibo", "brand", tier, Queue);
}
