using System.Reflection;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace TriageMesh.Platform.Hosting;

/// <summary>What a service is, apart from the process that runs it: a process is a list of these.</summary>
public interface IMeshService
{
    /// <summary>Lower-case name: its database schema, its section of the configuration, its place in telemetry.</summary>
    string Name { get; }

    /// <summary>The loopback port it listens on where the configuration names no address.</summary>
    int DefaultPort { get; }

    /// <summary>The assembly that holds its numbered SQL scripts.</summary>
    Assembly Assembly => GetType().Assembly;

    /// <summary>Registers what it is made of.</summary>
    void Register(WebApplicationBuilder builder);

    /// <summary>Adds its consumers; retries, queue type and parking are set for all of them by the platform.</summary>
    void AddConsumers(IBusRegistrationConfigurator bus);

    /// <summary>Maps its routes. Every route needs a signed-in caller unless it says otherwise.</summary>
    void MapRoutes(IEndpointRouteBuilder routes);
}
