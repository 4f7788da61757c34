using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Api.Specs.Desk;
using TriageMesh.Api.Specs.Router;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.WrongRequests;

/// <summary>Every command of every description, with every value of its body missing, null or of another kind.</summary>
public sealed class No_request_makes_a_service_fail(RunningDesk desk, ITestOutputHelper output)
    : IClassFixture<RunningDesk>,
        IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_router_refuses_it_by_name_or_does_it()
    {
        using var admin = desk.Router.ClientAs(Role.Admin);
        await desk
            .Router.Services.GetRequiredService<IBus>()
            .Publish(new MentionsClassified([RunningRouter.Complaint("bodies", "ann")]), Stop);
        var ticket = await Eventually.Be(
            stop => desk.ScalarAsync<long>("SELECT coalesce(max(ticket_id), 0) FROM router.tickets", null, stop),
            id => id > 0,
            Stop
        );

        await TryAllAsync(admin, "/openapi/router.json", ticket);
    }

    [Fact]
    public async Task The_desk_refuses_it_by_name_or_does_it()
    {
        using var admin = await desk.AdminAsync(Stop);
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = admin.Cookies })
        {
            BaseAddress = admin.Address,
        };
        client.DefaultRequestHeaders.Add("X-Requested-With", "triagemesh");

        await TryAllAsync(client, "/desk/openapi/desk.json");
    }

    [Fact]
    public async Task The_classifier_refuses_it_by_name_or_does_it()
    {
        await using var classifier = await MeshProcess.StartAsync(
            [new ClassifierService()],
            desk.ConnectionString,
            new Dictionary<string, string>(),
            Stop
        );
        using var admin = classifier.ClientAs(Role.Admin);

        await TryAllAsync(admin, "/openapi/classifier.json");
    }

    private async Task TryAllAsync(HttpClient client, string description, long ticket = 1)
    {
        var api = JsonNode.Parse(await client.GetStringAsync(new Uri(description, UriKind.Relative), Stop))!.AsObject();
        var (tried, wrong) = (0, new List<string>());
        foreach (var attempt in CarelessProgram.Bodies(api, Fill).Concat(CarelessProgram.Addresses(api, Fill)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(attempt.Method), attempt.Path);
            request.Content = attempt.Body is { } body
                ? new StringContent(body, Encoding.UTF8, "application/json")
                : null;
            using var answer = await client.SendAsync(request, Stop);
            tried++;
            if (await FaultOfAsync(answer, attempt.Part) is { } fault)
            {
                wrong.Add($"{attempt.Method} {attempt.Path} {attempt.Body}: {(int)answer.StatusCode} {fault}");
            }
        }

        output.WriteLine($"{tried} requests");

        string Fill(string name, JsonNode schema) => Segment(schema, ticket);
        tried.ShouldBeGreaterThan(100);
        wrong.ShouldBeEmpty();
    }

    /// <summary>What is wrong with an answer: a failure, or a refusal that does not say what it refuses.</summary>
    private static async Task<string?> FaultOfAsync(HttpResponseMessage answer, string? part)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 200 and < 300)
        {
            return null;
        }

        var text = await answer.Content.ReadAsStringAsync(Stop);
        if (await Every_refusal_is_a_problem.FaultOfAsync(answer) is { } fault)
        {
            return fault;
        }

        var problem = JsonElement.Parse(text);
        if (status != 400)
        {
            return null;
        }

        var isNamed = problem.TryGetProperty("errors", out var errors)
            ? part is null || errors.EnumerateObject().All(field => IsOnTheWire(field.Name, part))
            : problem.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 };
        return isNamed ? null : text;
    }

    // As it was written, or another part that it needs beside it.
    private static bool IsOnTheWire(string field, string part) => field == part || !field.Any(char.IsAsciiLetterUpper);

    private static string Segment(JsonNode schema, long ticket) =>
        (string?)schema["format"] switch
        {
            "uuid" => Guid.Empty.ToString(),
            "int64" or "int32" => ticket.ToString(CultureInfo.InvariantCulture),
            _ => "word",
        };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
