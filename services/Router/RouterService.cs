using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;
using TriageMesh.Router.Webhooks;

namespace TriageMesh.Router;

/// <summary>The router service: tickets, clocks, people, praise, and the HTTP API for all of it.</summary>
public sealed class RouterService : IMeshService
{
    public string Name => "router";

    public int DefaultPort => 5112;

    public void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(RouterApi.Document);
        builder.Services.AddSingleton<RuleBooks>();
        builder.Services.AddHostedService<RouterDefaults>();
        builder.Services.AddTeam();
        builder.Services.AddTickets();
        builder.Services.AddWebhooks();
        builder.Services.AddPraise();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus) => bus.AddTicketConsumers();

    public void MapRoutes(IEndpointRouteBuilder routes) => routes.MapRouterApi();
}
