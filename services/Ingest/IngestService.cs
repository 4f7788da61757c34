using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Ingest;

/// <summary>The ingest service: what it is made of.</summary>
public sealed class IngestService : IMeshService
{
    public string Name => "ingest";

    public int DefaultPort => 5110;

    public void Register(WebApplicationBuilder builder) { }

    public void AddConsumers(IBusRegistrationConfigurator bus) { }

    public void MapRoutes(IEndpointRouteBuilder routes) { }
}
