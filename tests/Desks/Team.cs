using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Desks;

/// <summary>What the desk asks the router while desks are open: who works which queue. All are of one team, the worst case.</summary>
internal sealed class Team(Guid queue) : IAsyncDisposable
{
    private readonly List<AgentView> _agents = [];
    private WebApplication? _app;

    public Guid Queue => queue;

    public Uri Address => new(_app!.Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet(
            "/api/v1/agents",
            () => Microsoft.AspNetCore.Http.Results.Json(new Page<AgentView>(_agents, Next: null), MeshJson.Options)
        );
        await _app.StartAsync(cancellationToken);
    }

    public void Join(IEnumerable<Guid> people) =>
        _agents.AddRange(
            people.Select(id => new AgentView
            {
                Id = id,
                Name = "Agent",
                Languages = [],
                Skills = [],
                Capacity = 20,
                OpenTickets = 0,
                Online = true,
                Queues = [new QueueRef(queue, "Team")],
                Version = 1,
            })
        );

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
