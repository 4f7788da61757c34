using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Classifier.Classify;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier;

/// <summary>The classifier service: labels mentions as they pass, and answers for single texts.</summary>
public sealed class ClassifierService : IMeshService
{
    public string Name => "classifier";

    public int DefaultPort => 5111;

    public void Register(WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<ClassifierOptions>()
            .BindConfiguration(ClassifierOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<ClassifierOptions>, ClassifierOptionsValidator>();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<CurrentModel>();
        builder.Services.AddHostedService<LoadModelAtStart>();
        builder.Services.AddSingleton<ClassifyMetrics>();
        builder.Services.AddSingleton<MentionClassifier>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<ClassifyMentionsConsumer, ClassifyMentionsConsumerDefinition>();

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/classifier/v1").WithGroupName(Name).InArea(ApiScopes.Classifier);
        api.MapClassify();
        api.MapModels();
    }
}
