using System.Net.Http.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Screenshots;

/// <summary>Who works at the sample desk, and in which queues.</summary>
internal sealed record SampleTeam(
    Person Admin,
    Person Lead,
    Person Marketing,
    IReadOnlyList<Person> Agents,
    IReadOnlyList<QueueView> Queues
)
{
    private static readonly string[] Names =
    [
        "Sample agent 1",
        "Sample agent 2",
        "示例客服 3",
        "示例客服 4",
        "Sample agent 5",
    ];

    /// <summary>Those who take tickets just now.</summary>
    public IReadOnlyList<Person> AtWork => [.. Agents.Take(3)];

    /// <summary>The queue of everything that no other queue names comes first.</summary>
    public QueueView Support => Queues[0];

    public static async Task<SampleTeam> MakeAsync(MeshProcess process, CancellationToken cancellationToken)
    {
        using var desk = new HttpClient { BaseAddress = process.Address };
        desk.DefaultRequestHeaders.Add("X-Requested-With", "triagemesh");
        await Eventually.Be(
            async stop =>
            {
                using var answer = await desk.PostAsJsonAsync(
                    "/desk/sign-in",
                    new SignInRequest("admin", SampleDesk.Password),
                    MeshJson.Options,
                    stop
                );
                return answer.IsSuccessStatusCode;
            },
            signedIn => signedIn,
            cancellationToken
        );
        async Task<Person> PersonAsync(string userName, string name, int? capacity, params Role[] roles)
        {
            using var answer = await desk.PostAsJsonAsync(
                "/desk/accounts",
                new NewAccountRequest
                {
                    UserName = userName,
                    DisplayName = name,
                    Password = SampleDesk.Password,
                    Roles = roles,
                    Agent = capacity is null
                        ? null
                        : new AgentSettings { Capacity = capacity, Languages = ["zh", "en"] },
                },
                MeshJson.Options,
                cancellationToken
            );
            answer.EnsureSuccessStatusCode();
            var account = (await answer.Content.ReadFromJsonAsync<AccountView>(MeshJson.Options, cancellationToken))!;
            return new Person(process, account.Id, userName, name, roles);
        }

        var admin = await PersonAsync("sample-admin", "Sample admin", null, Role.Admin);
        var lead = await PersonAsync("sample-lead", "Sample lead", 4, Role.Lead);
        var marketing = await PersonAsync("sample-marketing", "Sample marketing", null, Role.Marketing);
        var agents = new List<Person>();
        foreach (var name in Names)
        {
            agents.Add(await PersonAsync($"agent-{agents.Count + 1}", name, 8 + 4 * (agents.Count % 3), Role.Agent));
        }

        using var token = await desk.PostAsJsonAsync(
            "/desk/tokens",
            new NewApiTokenRequest
            {
                Name = "Sample report program",
                Roles = [Role.Lead],
                Scopes = ["reports:read", "tickets:read"],
                Days = 90,
            },
            MeshJson.Options,
            cancellationToken
        );
        token.EnsureSuccessStatusCode();
        var support = await Eventually.Be(
            async stop => (await admin.AskAsync<Page<QueueView>>("queues?limit=10", stop)).Items[0],
            queue => queue.Members > Names.Length + 2,
            cancellationToken
        );
        await PutQueuesAsync(lead, support, cancellationToken);
        await PutOrderPatternsAsync(lead, cancellationToken);
        var queues = (await admin.AskAsync<Page<QueueView>>("queues?limit=10", cancellationToken)).Items;
        var team = new SampleTeam(
            admin,
            lead,
            marketing,
            agents,
            [.. queues.OrderByDescending(queue => queue.IsDefault).ThenBy(queue => queue.Name, StringComparer.Ordinal)]
        );
        await team.PlaceAsync(cancellationToken);
        return team;
    }

    private static async Task PutOrderPatternsAsync(Person lead, CancellationToken cancellationToken)
    {
        foreach (var place in new[] { "weibo/sample-shop", "x/sample_store", "web/sample-app" })
        {
            await lead.PutAsync(
                $"order-patterns/{place}",
                new OrderPatternRequest(@"SAMPLE-\d+", Required: false),
                cancellationToken
            );
        }
    }

    private static async Task PutQueuesAsync(Person lead, QueueView support, CancellationToken cancellationToken)
    {
        (string Name, string[] Channels)[] more = [("App", ["web"]), ("Orders and refunds", ["weibo"])];
        foreach (var (name, channels) in more)
        {
            await lead.PutAsync(
                $"queues/{Guid.NewGuid()}",
                new QueueRequest
                {
                    Name = name,
                    CalendarId = support.CalendarId,
                    Channels = channels,
                    LeadIds = [lead.Id],
                    AcceptanceMinutes = 60,
                },
                cancellationToken
            );
        }
    }

    /// <summary>Puts everybody into queues, and some at work; the last one has a shift.</summary>
    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        for (var place = 0; place < Agents.Count; place++)
        {
            await Lead.PutAsync(
                $"agents/{Agents[place].Id}",
                new AgentRequest
                {
                    Name = Names[place],
                    Capacity = 8 + 4 * (place % 3),
                    Skills = place % 2 == 0 ? ["refunds"] : ["app"],
                    QueueIds =
                    [
                        .. Queues.Where((_, queue) => queue == 0 || (queue + place) % 2 == 0).Select(q => q.Id),
                    ],
                },
                cancellationToken
            );
            if (place < 3)
            {
                await Agents[place]
                    .PutAsync($"agents/{Agents[place].Id}/presence", new PresenceRequest(true), cancellationToken);
            }
        }

        // Whoever works no queue looks after all of them.
        await Lead.PutAsync(
            $"agents/{Lead.Id}",
            new AgentRequest
            {
                Name = "Sample lead",
                Capacity = 4,
                QueueIds = [],
            },
            cancellationToken
        );
        string[] weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        await Lead.PutAsync(
            $"agents/{Agents[1].Id}/shift",
            new ShiftDefinition
            {
                Zone = "Asia/Shanghai",
                Week = weekdays.ToDictionary(
                    day => day,
                    _ => (IReadOnlyList<SpanDefinition>)[new SpanDefinition("00:00", "24:00")],
                    StringComparer.Ordinal
                ),
            },
            cancellationToken
        );
    }
}
