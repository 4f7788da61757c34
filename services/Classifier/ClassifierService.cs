using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Classifier;

/// <summary>The classifier service: what it is made of.</summary>
public sealed class ClassifierService : IMeshService
{
    public string Name => "classifier";

    public int DefaultPort => 5111;

    public void Register(WebApplicationBuilder builder) { }

    public void AddConsumers(IBusRegistrationConfigurator bus) { }

    public void MapRoutes(IEndpointRouteBuilder routes) { }
}
