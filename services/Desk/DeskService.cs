using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Desk;

/// <summary>The desk service: what it is made of.</summary>
public sealed class DeskService : IMeshService
{
    public string Name => "desk";

    public int DefaultPort => 5113;

    public void Register(WebApplicationBuilder builder) { }

    public void AddConsumers(IBusRegistrationConfigurator bus) { }

    public void MapRoutes(IEndpointRouteBuilder routes) { }
}
