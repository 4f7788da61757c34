using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Classifier.Classify;
using TriageMesh.Classifier.Corrections;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Registry;
using TriageMesh.Classifier.Rescore;
using TriageMesh.Classifier.Retrain;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier;

/// <summary>The classifier service: labels mentions as they pass, answers for single texts, and learns from people.</summary>
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
        builder.Services.AddCorrections();
        builder.Services.AddRules();
        builder.Services.AddRegistry();
        builder.Services.AddRetrain();
        builder.Services.AddOpenApi(Name);
        builder.Services.AddRouting(routing => routing.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ClassifyMentionsConsumer, ClassifyMentionsConsumerDefinition>();
        bus.AddCorrectionConsumer();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/classifier/v1").WithGroupName(Name).InArea(ApiScopes.Classifier);
        api.MapClassify();
        api.MapModels();
        api.MapRegistry();
        api.MapRetrain();
        api.MapCorrections();
        api.MapRules();
        api.MapRescore();
        // Where the router runs in the same process its own pattern serves every other document.
        routes.MapOpenApi("/openapi/{documentName:regex(^classifier$)}.json").WithOrder(-1);
    }
}
