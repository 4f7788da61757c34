using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Rules;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Two queues, four agents and a lead; policies that promise every clock; and a database that watches each transaction.</summary>
internal static class LifeScene
{
    public static readonly Guid Returns = new("00000000-0000-8000-8000-0000000000a2");

    private const string Staff = """
        INSERT INTO router.queues (queue_id, name, calendar_id, acceptance_minutes, return_after_minutes)
        VALUES (@Returns, 'Returns', @OfficeHours, 20, NULL);

        INSERT INTO router.agents (agent_id, name, capacity, online, languages, rate_limit, rate_minutes)
        VALUES (@ann, 'ann', 2, true, '{}', NULL, NULL), (@ben, 'ben', 3, true, '{en}', 3, 60),
               (@cho, 'cho', 2, true, '{}', NULL, NULL), (@dan, 'dan', 1, true, '{zh}', NULL, NULL),
               (@lea, 'lea', 0, true, '{}', NULL, NULL);

        INSERT INTO router.queue_members (queue_id, agent_id)
        VALUES (@Support, @ann), (@Support, @ben), (@Support, @dan), (@Returns, @cho), (@Returns, @dan);

        INSERT INTO router.shifts (agent_id, definition, updated_by, updated_at) VALUES (@dan, @shift::jsonb, @lea, now());

        UPDATE router.queues SET lead_ids = ARRAY[@lea]::uuid[];
        UPDATE router.queues SET return_after_minutes = 45 WHERE queue_id = @Support;
        DELETE FROM router.policies
        """;

    private const string PutPolicy = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        VALUES (@key, 1, @definition::jsonb, '2000-01-01Z')
        """;

    private const string PutMacro = """
        INSERT INTO router.canned_replies (canned_id, name, kind, scope, texts, actions, updated_at)
        VALUES (@id, @name, 'macro', 'all', @texts::jsonb, @actions::jsonb, now())
        """;

    private static readonly string[] Names = ["ann", "ben", "cho", "dan", "lea"];

    public static IReadOnlyList<Guid> Ids { get; } =
    [.. Names.Select((_, i) => new Guid($"00000000-0000-8000-8000-0000000001{i:D2}"))];

    /// <summary>Sends and waits; closes without a word; sends, notes and hands over.</summary>
    public static IReadOnlyList<Guid> Macros { get; } =
    [.. Enumerable.Range(1, 3).Select(n => new Guid($"00000000-0000-8000-8000-0000000002{n:D2}"))];

    /// <summary>Those that somebody may write, change and delete at any time.</summary>
    public static IReadOnlyList<Guid> Canned { get; } =
    [.. Enumerable.Range(1, 3).Select(n => new Guid($"00000000-0000-8000-8000-0000000005{n:D2}"))];

    /// <summary>The policies as they are at first, in the order in which they are tried; the last one matches everything.</summary>
    public static IReadOnlyList<(Guid Key, PolicyDefinition Definition)> Policies { get; } =
    [.. Promises().Select((policy, i) => (new Guid($"00000000-0000-8000-8000-0000000003{i:D2}"), policy))];

    public static IReadOnlyList<ClaimsPrincipal> People { get; } =
    [
        .. Names.Select(
            (name, i) =>
                new ClaimsPrincipal(
                    new Caller(Ids[i], name, [name == "lea" ? Role.Lead : Role.Agent]).ToIdentity("specs")
                )
        ),
    ];

    /// <summary>A program whose token lets it change tickets.</summary>
    public static ClaimsPrincipal Program { get; } =
        new(
            new Caller(new Guid("00000000-0000-8000-8000-000000000400"), "answering machine", [Role.Lead])
            {
                Scopes = [ApiScopes.Write(ApiScopes.Tickets)],
            }.ToIdentity("specs")
        );

    /// <summary>Everybody who may have done something.</summary>
    public static IReadOnlyList<Guid> KnownIds { get; } = [.. Ids, Caller.From(Program).Id];

    public static async Task SetAsync(RouterWorld world, IEnumerable<IServiceProvider> routers)
    {
        const string shift = """
            {"zone":"Asia/Shanghai","week":{"monday":[{"from":"09:00","to":"18:00"}],"tuesday":[{"from":"09:00","to":"18:00"}],
             "wednesday":[{"from":"09:00","to":"18:00"}],"thursday":[{"from":"09:00","to":"18:00"}],
             "friday":[{"from":"09:00","to":"18:00"}]},"days":[]}
            """;
        await world.SqlAsync(
            Staff,
            new
            {
                Returns,
                RouterDefaults.OfficeHours,
                RouterDefaults.Support,
                ann = Ids[0],
                ben = Ids[1],
                cho = Ids[2],
                dan = Ids[3],
                lea = Ids[4],
                shift,
            }
        );
        foreach (var (key, policy) in Policies)
        {
            await world.SqlAsync(
                PutPolicy,
                new { key, definition = JsonSerializer.Serialize(policy, MeshJson.Options) }
            );
        }

        foreach (var (id, (texts, actions)) in Macros.Zip(MacroActions()))
        {
            await world.SqlAsync(
                PutMacro,
                new
                {
                    id,
                    name = $"macro {id:N}",
                    texts = JsonSerializer.Serialize(texts, MeshJson.Options),
                    actions = JsonSerializer.Serialize(actions, MeshJson.Options),
                }
            );
        }

        await WatchedAssignments.BeginAsync(world);
        foreach (var router in routers)
        {
            router.GetRequiredService<RuleBooks>().Changed();
        }
    }

    private static IEnumerable<(Dictionary<string, string> Texts, CannedAction[] Actions)> MacroActions()
    {
        Dictionary<string, string> said = new(StringComparer.Ordinal)
        {
            ["en"] = "We look into {{ticket}}.",
            ["zh-CN"] = "我们正在处理 {{ticket}}。",
        };
        yield return (said, [new CannedAction { Do = "wait_customer", Reason = "asked" }]);
        yield return (
            [],
            [new CannedAction { Do = "priority", Value = "low" }, new CannedAction { Do = "resolve", Reason = "done" }]
        );
        yield return (
            said,
            [
                new CannedAction { Do = "note", Value = "Theirs to answer." },
                new CannedAction
                {
                    Do = "hand_over",
                    QueueId = Returns,
                    Reason = "theirs",
                    Promised = "an answer today",
                },
            ]
        );
    }

    private static IEnumerable<PolicyDefinition> Promises()
    {
        yield return Policy("Urgent", 5, RouterDefaults.OfficeHours, [20, 20, 120, 240]) with
        {
            Match = new PolicyMatch { Priorities = [Priority.High, Priority.Urgent] },
        };
        yield return Policy("Questions", 20, RouterDefaults.AlwaysOpen, [60, 90, 600, 900]) with
        {
            Match = new PolicyMatch { Labels = [Label.Question] },
        };
        yield return Policy("Returns", 30, RouterDefaults.OfficeHours, [45, 60, 300, 600]) with
        {
            Match = new PolicyMatch { Queues = [Returns] },
        };
        yield return Policy("Everything else", 100, RouterDefaults.AlwaysOpen, [30, 40, 480, 720]);
    }

    private static PolicyDefinition Policy(string name, int order, Guid calendarId, int[] minutes) =>
        new()
        {
            Name = name,
            Order = order,
            CalendarId = calendarId,
            TargetMinutes = new[]
            {
                ClockKind.FirstResponse,
                ClockKind.NextResponse,
                ClockKind.Resolution,
                ClockKind.TotalResolution,
            }
                .Zip(minutes)
                .ToDictionary(promise => promise.First.Wire(), promise => promise.Second, StringComparer.Ordinal),
            ReopenMinutes = 15,
            Steps =
            [
                new StepDefinition
                {
                    At = "50%",
                    Recipients = [StepRecipient.Assignee],
                    Actions = [StepAction.Notify],
                },
                new StepDefinition
                {
                    At = "due",
                    Recipients = [StepRecipient.QueueLead],
                    Actions = [StepAction.Notify],
                },
                new StepDefinition { At = "+30m", Actions = [StepAction.RaisePriority] },
                new StepDefinition { At = "+2h", Actions = [StepAction.ReturnToQueue] },
            ],
        };
}
