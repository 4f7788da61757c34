using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Router;

/// <summary>The router service: tickets, clocks, people, praise, and the HTTP API for all of it.</summary>
public sealed class RouterService : IMeshService
{
    public string Name => "router";

    public int DefaultPort => 5112;

    public void Register(WebApplicationBuilder builder) { }

    public void AddConsumers(IBusRegistrationConfigurator bus) { }

    public void MapRoutes(IEndpointRouteBuilder routes) => routes.MapRouterApi();
}
