using System.Net;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.Ingest;
using TriageMesh.Platform.Hosting;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Ingest;

/// <summary>The real ingest service, beside whoever listens to what it says.</summary>
internal static class IngestProcess
{
    public static Dictionary<string, string> Settings(params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Ingest:Sources:shop:Channel"] = "weibo",
            ["Ingest:Sources:shop:Account"] = "brand",
            ["Ingest:Sources:shop:Secrets:0"] = SignedWebhook.Secret,
            ["Ingest:Sources:shop:OwnAuthorIds:0"] = "brand-itself",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }

    public static async Task<(MeshProcess Process, Listener Heard)> StartAsync(
        PostgresFixture postgres,
        Dictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        postgres.Require();
        var heard = new Listener();
        var process = await MeshProcess.StartAsync(
            [new IngestService(), new ListenerService(heard)],
            postgres.ConnectionString,
            settings,
            cancellationToken
        );
        return (process, heard);
    }

    public static async Task PostAsync(this MeshProcess process, object body, CancellationToken cancellationToken)
    {
        using var request = SignedWebhook.Post("shop", body);
        using var response = await process.Client.SendAsync(request, cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    public static async Task<T?> ScalarAsync<T>(
        this PostgresFixture postgres,
        string statement,
        object? values,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<T>(
            new CommandDefinition(statement, values, cancellationToken: cancellationToken)
        );
    }

    public static object Mention(string externalId, string author = "customer") =>
        new
        {
            external_id = externalId,
            text = "Where is my refund?",
            author = new { id = author },
        };

    private sealed class ListenerService(Listener heard) : IMeshService
    {
        public string Name => "listener";

        public int DefaultPort => 0;

        public void Register(WebApplicationBuilder builder) => builder.Services.AddSingleton(heard);

        public void AddConsumers(IBusRegistrationConfigurator bus) =>
            bus.AddConsumer<ListenerConsumer>().Endpoint(endpoint => endpoint.Name = "listener-all");

        public void MapRoutes(IEndpointRouteBuilder routes) { }
    }
}

/// <summary>Everything that ingest said on the bus.</summary>
internal sealed class Listener
{
    private readonly Lock _gate = new();
    private readonly List<object> _heard = [];

    public IReadOnlyList<T> All<T>()
    {
        lock (_gate)
        {
            return [.. _heard.OfType<T>()];
        }
    }

    public IReadOnlyList<Mention> Mentions => [.. All<MentionsReceived>().SelectMany(message => message.Mentions)];

    public void Add(object message)
    {
        lock (_gate)
        {
            _heard.Add(message);
        }
    }
}

internal sealed class ListenerConsumer(Listener heard)
    : IConsumer<MentionsReceived>,
        IConsumer<MentionsWithdrawn>,
        IConsumer<ReplySent>,
        IConsumer<ReplyFailed>
{
    public Task Consume(ConsumeContext<MentionsReceived> context) => Keep(context.Message);

    public Task Consume(ConsumeContext<MentionsWithdrawn> context) => Keep(context.Message);

    public Task Consume(ConsumeContext<ReplySent> context) => Keep(context.Message);

    public Task Consume(ConsumeContext<ReplyFailed> context) => Keep(context.Message);

    private Task Keep(object message)
    {
        heard.Add(message);
        return Task.CompletedTask;
    }
}
