using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Calendars;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What a lead edits while the tickets live: promises, hours, shifts, queues and who works them.</summary>
internal static partial class LifeActs
{
    private static readonly Dictionary<string, LifeDeed> RuleDeeds = new(StringComparer.Ordinal)
    {
        ["policy"] = new(2, PutPolicyAsync),
        ["policy order"] = new(1, OrderPoliciesAsync),
        ["calendar"] = new(2, PutCalendarAsync),
        ["recalculate"] = new(2, RecalculateAsync),
        ["shift"] = new(2, PutShiftAsync),
        ["agent"] = new(2, PutAgentAsync),
        ["agent rate"] = new(1, PutAgentRateAsync),
        ["queue"] = new(1, PutQueueAsync),
        ["queue hands"] = new(1, PutQueueHandsAsync),
    };

    public static IReadOnlyList<string> Rules { get; } = LifeDeed.Names(RuleDeeds);

    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Other targets, sometimes from tomorrow; sometimes a resolution is no longer promised, or one step fewer told.</summary>
    private static async Task<bool> PutPolicyAsync(LifeRun run, LifeRouter router, LifeAct act)
    {
        var (key, policy) = LifeScene.Policies[act.Who % LifeScene.Policies.Count];
        var request = new PolicyRequest(
            policy with
            {
                Order = 1 + act.On,
                TargetMinutes = policy
                    .TargetMinutes.Where(target => act.Pick % 4 > 0 || target.Key != "resolution")
                    .ToDictionary(target => target.Key, target => target.Value * (1 + act.Pick % 6) / 2),
                Steps = [.. policy.Steps.Where((_, i) => act.Pick / 6 % 5 != i)],
                CalendarId = act.Pick / 30 % 2 == 0 ? RouterDefaults.OfficeHours : RouterDefaults.AlwaysOpen,
            },
            act.Pick % 5 == 0 ? run.World.Time.GetUtcNow().AddDays(1) : null
        );
        return await SaveAsync(router, key, request, PolicyEndpoints.PutAsync);
    }

    private static async Task<bool> OrderPoliciesAsync(LifeRun _, LifeRouter router, LifeAct act)
    {
        var keys = LifeScene.Policies.Select(policy => policy.Key).ToArray();
        new Random(act.Pick).Shuffle(keys);
        var answer = await PolicyOrder.PutAsync(
            new PolicyOrderRequest(keys),
            null,
            router.Database,
            router.Rules,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    /// <summary>One of the days around this one is closed, or has other hours.</summary>
    private static async Task<bool> PutCalendarAsync(LifeRun run, LifeRouter router, LifeAct act)
    {
        var id = act.Who % 2 == 0 ? RouterDefaults.OfficeHours : RouterDefaults.AlwaysOpen;
        var written = JsonSerializer.Deserialize<CalendarDefinition>(
            await run.World.OneAsync<string>(
                "SELECT definition::text FROM router.calendars WHERE calendar_id = @id",
                new { id }
            ),
            MeshJson.Options
        )!;
        var date = run
            .World.Now.InUtc()
            .Date.PlusDays((act.On % 5) - 1)
            .ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        var edited = written with
        {
            Days =
            [
                .. written.Days.Where(day => day.Date != date),
                new DayDefinition
                {
                    Date = date,
                    Open = (act.Pick % 3) switch
                    {
                        0 => [],
                        1 => [new SpanDefinition("07:00", "12:00"), new SpanDefinition("13:30", "21:00")],
                        _ => [new SpanDefinition("00:00", "24:00")],
                    },
                },
            ],
        };
        run.Calendars.Enqueue(BusinessCalendar.From(id, written));
        run.Calendars.Enqueue(BusinessCalendar.From(id, edited));
        return await SaveAsync(router, id, edited, CalendarEndpoints.PutAsync);
    }

    /// <summary>Of everything, of one policy, or of one calendar; a worker does it.</summary>
    private static async Task<bool> RecalculateAsync(LifeRun _, LifeRouter router, LifeAct act)
    {
        var answer = await RecalculationEndpoints.StartAsync(
            (act.Pick % 4) switch
            {
                0 => new RecalculationRequest(PolicyId: LifeScene.Policies[act.Who % LifeScene.Policies.Count].Key),
                1 => new RecalculationRequest(CalendarId: RouterDefaults.OfficeHours),
                _ => new RecalculationRequest(All: true),
            },
            LifeScene.People[^1],
            router.Database,
            router.Rules,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer) && await router.Get<Recalculations>().RunBatchAsync(Stop);
    }

    private static async Task<bool> PutShiftAsync(LifeRun _, LifeRouter router, LifeAct act)
    {
        var agent = LifeScene.Ids[act.Who % 4];
        if (act.Pick % 3 == 0)
        {
            return LifeDeed.IsDone(
                await ShiftEndpoints.DeleteAsync(agent, null, router.Database, router.Signals, Stop)
            );
        }

        IReadOnlyList<SpanDefinition> spans =
            act.Pick % 3 == 1
                ? [new SpanDefinition("08:00", "14:00")]
                : [new SpanDefinition("00:00", "03:00"), new SpanDefinition("13:00", "24:00")];
        var answer = await ShiftEndpoints.PutAsync(
            agent,
            new ShiftDefinition { Zone = "Asia/Shanghai", Week = Weekdays.ToDictionary(day => day, _ => spans) },
            null,
            new DefaultHttpContext(),
            LifeScene.People[^1],
            router.Database,
            router.Signals,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    /// <summary>Somebody learns a language or a skill, changes teams, or is switched off; the next change switches them on again.</summary>
    private static async Task<bool> PutAgentAsync(LifeRun run, LifeRouter router, LifeAct act)
    {
        var agent = LifeScene.Ids[act.Who % 4];
        var name = await run.World.OneAsync<string>(
            "SELECT name FROM router.agents WHERE agent_id = @agent",
            new { agent }
        );
        var answer = await TeamEndpoints.PutAgentAsync(
            agent,
            new AgentRequest
            {
                Name = name,
                Languages = act.Pick % 2 == 0 ? ["en"] : ["zh"],
                Skills = act.Pick / 2 % 2 == 0 ? [] : ["refunds"],
                Capacity = 1 + act.Pick / 4 % 3,
                QueueIds = (act.Pick / 12 % 4) switch
                {
                    0 => [RouterDefaults.Support],
                    1 => [LifeScene.Returns],
                    2 => [RouterDefaults.Support, LifeScene.Returns],
                    _ => null,
                },
                Active = act.Pick / 48 % 5 > 0,
            },
            null,
            new DefaultHttpContext(),
            router.Get<AgentStore>(),
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> PutQueueAsync(LifeRun _, LifeRouter router, LifeAct act)
    {
        var returns = act.Who % 2 == 0;
        var answer = await TeamEndpoints.PutQueueAsync(
            returns ? LifeScene.Returns : RouterDefaults.Support,
            new QueueRequest
            {
                Name = returns ? "Returns" : "Support",
                CalendarId = act.Pick % 2 == 0 ? RouterDefaults.OfficeHours : RouterDefaults.AlwaysOpen,
                IsDefault = !returns,
                LeadIds = [LifeScene.Ids[^1]],
                AcceptanceMinutes = act.Pick % 3 == 0 ? null : 5 + act.Pick % 60,
                NeedsOrderNumber = act.Pick / 6 % 3 == 0,
            },
            null,
            new DefaultHttpContext(),
            router.Get<QueueStore>(),
            router.Rules,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> PutQueueHandsAsync(LifeRun _, LifeRouter router, LifeAct act)
    {
        var answer = await QueueAssignmentEndpoints.PutAsync(
            act.Who % 2 == 0 ? LifeScene.Returns : RouterDefaults.Support,
            new QueueAssignment
            {
                Skills = act.Pick % 2 == 0 ? [] : ["refunds"],
                Rate = act.Pick / 2 % 3 == 0 ? new RateView(2 + act.Pick % 4, 30) : null,
                ReturnAfterMinutes = act.Pick / 6 % 3 == 0 ? null : 10 + act.Pick % 50,
            },
            null,
            new DefaultHttpContext(),
            router.Database,
            router.Rules,
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> PutAgentRateAsync(LifeRun _, LifeRouter router, LifeAct act)
    {
        var answer = await QueueAssignmentEndpoints.PutRateAsync(
            LifeScene.Ids[act.Who % 4],
            new AgentRateRequest(act.Pick % 2 == 0 ? null : new RateView(1 + act.Pick % 4, 20 + act.On)),
            null,
            new DefaultHttpContext(),
            router.Database,
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    /// <summary>What the rules consist of is saved alike.</summary>
    private static async Task<bool> SaveAsync<TRule, TAnswer>(
        LifeRouter router,
        Guid id,
        TRule rule,
        Func<
            Guid,
            TRule,
            string?,
            HttpContext,
            NpgsqlDataSource,
            RuleBooks,
            TimeProvider,
            CancellationToken,
            Task<TAnswer>
        > put
    )
        where TAnswer : INestedHttpResult =>
        LifeDeed.IsDone(
            await put(id, rule, null, new DefaultHttpContext(), router.Database, router.Rules, router.Time, Stop)
        );
}
